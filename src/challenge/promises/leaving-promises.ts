import type { Call } from '../../cloud/call.ts'
import type { Cloud } from '../../cloud/cloud.ts'
import type { Clock } from '../../lib/clock.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { type QuotaName, type Quotas, quotaNames } from '../../model/quota.ts'
import type { Judgement } from './judge-promises.ts'

/** What each count is called in a sentence. */
const words: Readonly<Record<QuotaName, string>> = {
  servers: 'servers',
  vcpus: 'processors',
  memoryMiB: 'MiB of memory',
  keyPairs: 'key pairs',
  networks: 'networks',
  subnets: 'subnets',
  routers: 'routers',
  ports: 'ports',
  securityGroups: 'security groups',
  securityGroupRules: 'security group rules',
  floatingIps: 'floating IPs',
  volumes: 'volumes',
  volumeGiB: 'GiB of volumes',
  snapshots: 'snapshots',
}

/** How long a cloud may take to count what is gone no more. */
const patienceMs = 3000

/** Whether the cloud counts no more than before anything was made: only for a cloud that nobody else uses. */
export const judgeCounts = async (
  { cloud, before, clock }: { readonly cloud: Cloud; readonly before: Quotas; readonly clock: Clock },
  call: Call,
): Promise<Judgement> => {
  const promise = 'what was given back no longer counts'
  const until = clock.now() + patienceMs + cloud.traits.consistencyWindowMs
  for (;;) {
    const now = (await cloud.quotas?.get(call)) ?? {}
    const more = quotaNames.flatMap((name) => {
      const added = (now[name]?.used ?? 0) - (before[name]?.used ?? 0)
      return now[name] && before[name] && added > 0
        ? [{ sentence: `the cloud counts ${added} more ${words[name]} than before`, shownBy: '' }]
        : []
    })
    if (more.length === 0 || clock.now() >= until)
      return {
        promise,
        breaches: more,
        ...(Object.keys(before).length === 0 ? { unknown: 'the cloud tells no counts' } : {}),
      }
    await clock.sleep(Math.max(250, cloud.traits.pollIntervalMs), call.signal)
  }
}

/** Logs out, after which nothing can be asked of the cloud, and judges whether that is so. */
export const judgeLogOut = async (cloud: Cloud, call: Call): Promise<Judgement> => {
  const promise = 'a log-in that was ended lets nobody in'
  if (!cloud.logOut) return { promise, breaches: [], unknown: 'this log-in is not one to end' }
  try {
    const state = await cloud.logOut(call)
    if (state === 'unknown') return { promise, breaches: [], unknown: 'the cloud does not say' }
    const alive = { sentence: 'the token that was revoked is still good', shownBy: '/auth/tokens' }
    return { promise, breaches: state === 'alive' ? [alive] : [] }
  } catch (error) {
    if (!(error instanceof CloudError)) throw error
    return { promise, breaches: [], unknown: `nobody could be asked: ${error.message}` }
  }
}
