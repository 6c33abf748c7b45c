/**
 * What a service's sentence says is missing: room for one more in the project's quota, or on the cloud itself; `undefined` when it says neither.
 * nova, cinder and neutron have a sentence of their own each for a full quota; for a full cloud nova says NoValidHost or a host's claim failed
 * (openstack/nova `nova/exception.py`, `nova/compute/claims.py`).
 */
export const shortageIn = (sentence: string): 'quota_exceeded' | 'no_capacity' | undefined => {
  if (/quota.{0,40}exceed|exceed.{0,80}quota|LimitExceeded|maximum number of .* exceeded/i.test(sentence))
    return 'quota_exceeded'
  if (/no valid host|not enough (?:hosts|host capacity)|insufficient compute resources/i.test(sentence))
    return 'no_capacity'
  return undefined
}
