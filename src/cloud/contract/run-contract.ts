import { examination, type Verdict } from './examine.ts'
import type { Harness } from './harness.ts'
import { allRules, type RuleName } from './rules.ts'

export type RuleVerdict = Verdict & { readonly rule: RuleName }

/** Examines a cloud, rule by rule, those that are wanted, and tells each verdict as it falls. Opens the cloud once and closes it at the end. */
export async function* runContract(
  harness: Harness,
  isWanted: (rule: RuleName) => boolean = () => true,
): AsyncGenerator<RuleVerdict> {
  const opened = await harness.open()
  await using driver = opened.driver
  const { examine } = examination({ ...opened, driver }, harness)
  for (const [name, rule] of allRules) {
    if (!isWanted(name)) continue
    const reason = harness.skip?.[name]
    const verdict: Verdict = reason === undefined ? await examine(rule) : { verdict: 'skipped', reason }
    yield { rule: name, ...verdict }
  }
}
