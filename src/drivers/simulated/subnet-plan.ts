import type { AddressRange } from '../../model/address-range.ts'
import { formatAddress, isHostAddress, overlap, parseAddress } from '../../model/address-range.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { Subnet } from '../../model/network.ts'
import type { Span } from './address-pool.ts'

type PoolSpec = Subnet['allocationPools']

/** The subnet's gateway: the one asked for, none for `null`, else the first host. Fails with `invalid` when the subnet has no such host. */
export const planGateway = (range: AddressRange, asked: string | null | undefined): string | undefined => {
  if (asked === null) return undefined
  if (asked === undefined) {
    const first = hosts(range).first
    return formatAddress(first, range.version)
  }
  const { version, value } = parseAddress(asked)
  if (version !== range.version || !isHostAddress(range, value))
    throw new CloudError('invalid', `the gateway ${asked} is no host address of ${range.cidr}`)
  return formatAddress(value, version)
}

/** The ranges to hand out from: those asked for, else all hosts but the gateway. */
export const planSpans = (range: AddressRange, gatewayIp: string | undefined, asked: PoolSpec | undefined): Span[] => {
  const gateway = gatewayIp === undefined ? undefined : parseAddress(gatewayIp).value
  if (!asked) return withoutGateway(hosts(range), gateway)
  const spans = asked.map(({ start, end }) => span(range, start, end))
  for (const [index, one] of spans.entries()) {
    const named = `${formatAddress(one.first, range.version)}-${formatAddress(one.last, range.version)}`
    if (gateway !== undefined && one.first <= gateway && gateway <= one.last)
      throw new CloudError('conflict', `the gateway ${gatewayIp} lies in the allocation pool ${named}`)
    if (spans.slice(0, index).some((other) => other.first <= one.last && one.first <= other.last))
      throw new CloudError('invalid', `the allocation pool ${named} overlaps another one`)
  }
  return spans
}

/** The ranges as a subnet shows them. */
export const showSpans = (range: AddressRange, spans: readonly Span[]): PoolSpec =>
  spans.map(({ first, last }) => ({
    start: formatAddress(first, range.version),
    end: formatAddress(last, range.version),
  }))

/** Fails with `invalid` when the range shares addresses with another one. */
export const refuseOverlap = (range: AddressRange, others: Iterable<AddressRange>, where: string): void => {
  for (const other of others)
    if (overlap(range, other))
      throw new CloudError('invalid', `${range.cidr} overlaps with ${other.cidr}, which is ${where} already`)
}

const hosts = (range: AddressRange): Span => {
  if (range.last - range.first < 2n) return range
  return { first: range.first + 1n, last: range.version === 4 ? range.last - 1n : range.last }
}

const withoutGateway = ({ first, last }: Span, gateway: bigint | undefined): Span[] => {
  if (gateway === undefined || gateway < first || gateway > last) return [{ first, last }]
  return [
    { first, last: gateway - 1n },
    { first: gateway + 1n, last },
  ].filter((each) => each.first <= each.last)
}

const span = (range: AddressRange, start: string, end: string): Span => {
  const [first, last] = [parseAddress(start), parseAddress(end)]
  const inside = [first, last].every(({ version, value }) => version === range.version && isHostAddress(range, value))
  if (!inside || first.value > last.value)
    throw new CloudError('invalid', `the allocation pool ${start}-${end} is no range of hosts of ${range.cidr}`)
  return { first: first.value, last: last.value }
}
