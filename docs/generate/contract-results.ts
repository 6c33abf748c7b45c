import { allRules } from '../../src/cloud/contract/rules.ts'
import type { RuleVerdict } from '../../src/cloud/contract/run-contract.ts'

/** One rule's verdict as it is kept in `docs/contract.json`. */
export interface KeptVerdict {
  readonly verdict: RuleVerdict['verdict']
  readonly reason?: string
}

/** What one cloud was found to keep. */
export interface CloudResults {
  readonly cloud: string
  /** Whether nothing real stands behind its APIs. */
  readonly simulated: boolean
  /** What a reader types to do it again. */
  readonly command: string
  /** When the examination began, in ISO 8601. */
  readonly ranAt: string
  readonly seconds: number
  readonly verdicts: Readonly<Record<string, KeptVerdict>>
}

/** The file `docs/contract.json`. */
export interface ContractResults {
  readonly schema: 'portolan.contract/2'
  readonly clouds: readonly CloudResults[]
}

/** All verdicts of one examination. `onVerdict` hears each as it falls. */
export const verdictsOf = async (
  verdicts: AsyncIterable<RuleVerdict>,
  onVerdict: (verdict: RuleVerdict) => void = () => {},
): Promise<CloudResults['verdicts']> => {
  const kept: Record<string, KeptVerdict> = {}
  for await (const one of verdicts) {
    onVerdict(one)
    kept[one.rule] =
      one.verdict === 'kept' ? { verdict: 'kept' } : { verdict: one.verdict, reason: firstLine(one.reason) }
  }
  return kept
}

/** The rules that the results do not know, and those that are rules no more. */
export const unknownRules = ({ clouds }: ContractResults): readonly string[] => {
  const current = new Set<string>(allRules.map(([name]) => name))
  return clouds.flatMap(({ cloud, verdicts }) => {
    const recorded = new Set(Object.keys(verdicts))
    const missing = [...current].filter((name) => !recorded.has(name)).map((name) => `${cloud}: not examined: ${name}`)
    const gone = [...recorded].filter((name) => !current.has(name)).map((name) => `${cloud}: no rule any more: ${name}`)
    return [...missing, ...gone]
  })
}

/** What stands before the colon. */
export const groupOfRule = (name: string): string => name.slice(0, name.indexOf(':'))

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? ''
