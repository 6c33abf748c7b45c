import { parseCidr } from 'cidr-tools'
import { CloudError } from '../../model/cloud-error.ts'
import { Cloud } from '../cloud.ts'
import type { CloudDriver } from '../driver.ts'
import type { Harness, Opened } from './harness.ts'
import { Made } from './made.ts'
import { lackOf, type Rule } from './rule.ts'
import type { Need, Subject } from './subject.ts'

/** What an examination found. */
export type Verdict =
  | { readonly verdict: 'kept' }
  /** `error` is what the rule threw. */
  | { readonly verdict: 'broken'; readonly reason: string; readonly error: unknown }
  /** The cloud lacks what the rule is about. */
  | { readonly verdict: 'absent'; readonly reason: string }
  /** The harness does not hold the cloud to the rule. */
  | { readonly verdict: 'skipped'; readonly reason: string }

export interface Examination {
  /** Examines one rule and cleans up after it; a rule that leaves something behind is broken. */
  examine(rule: Rule): Promise<Verdict>
}

/** Prepares a cloud for rules that are examined one after the other. */
export const examination = (
  opened: Opened,
  { cloud: name, limitMs = 15_000 }: Pick<Harness, 'cloud' | 'limitMs'>,
): Examination => {
  const { driver, samples, clock, random, requests, pageSize, reopen } = opened
  const steady = (one: CloudDriver) => new Cloud(one, { name, clock, random })
  const cloud = steady(driver)
  let cidrs = 0
  const newToken = () => `contract-${Buffer.from(random.bytes(8)).toString('hex')}`
  const newCidr = () => {
    cidrs += 1
    return nthSubnet(samples.range, cidrs)
  }

  return {
    examine: async (rule) => {
      const call = { signal: AbortSignal.timeout(limitMs) }
      const made = new Made(cloud, clock)
      const subject: Subject = {
        driver,
        cloud,
        call,
        clock,
        samples,
        made,
        newToken,
        newCidr,
        requests,
        pageSize,
        reopen: reopen && (async () => steady(await reopen())),
      }
      const lack = lackOf(rule, subject as unknown as Subject<Need>)
      if (lack !== undefined) return { verdict: 'absent', reason: lack }
      const [failure] = await failureOf(() => rule.check(subject))
      const [leftover] = await failureOf(() => made.cleanUp({ signal: AbortSignal.timeout(limitMs) }))
      if (failure) return broken(failure.error)
      return leftover ? broken(leftover.error, 'could not clean up: ') : { verdict: 'kept' }
    },
  }
}

/** What the work threw, if it threw: one item, since it may have thrown nothing at all. */
const failureOf = async (work: () => Promise<void>): Promise<readonly { readonly error: unknown }[]> => {
  try {
    await work()
    return []
  } catch (error) {
    return [{ error }]
  }
}

const broken = (error: unknown, prefix = ''): Verdict => {
  const timedOut = error instanceof CloudError && error.code === 'canceled'
  const message = error instanceof Error ? error.message : String(error)
  return { verdict: 'broken', reason: prefix + (timedOut ? 'it did not happen in time' : message), error }
}

/** The n-th /24 of an IPv4 range, from the start again once the range is used up. */
const nthSubnet = (range: string, n: number): string => {
  const { start, end } = parseCidr(range)
  const blocks = Number((end - start + 1n) / 256n)
  const address = Number(start) + (n % blocks) * 256
  return `${[24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.')}/24`
}
