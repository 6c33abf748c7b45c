import { allRules } from '../../src/cloud/contract/rules.ts'
import { type CloudResults, type ContractResults, groupOfRule } from './contract-results.ts'

const intro = `# The contract

Every driver makes its cloud keep these rules; \`src/cloud/driver.ts\` says what they are about. They are data (\`src/cloud/contract/\`), run by a driver's tests
and usable without a test runner; each has a driver broken on purpose that it must catch (\`src/cloud/contract/broken/\`).

This page is made by \`npm run docs\`: it shows what was found when the rules were run, and is not written by hand.

**✓** kept · **✗** broken · **–** the cloud has nothing that the rule is about · **s** skipped, for a reason that stands below
`

/** `docs/contract.md`: the rules by group, and which cloud keeps which. */
export const contractPage = ({ clouds }: ContractResults): string => {
  const groups = [...new Set(allRules.map(([name]) => groupOfRule(name)))]
  const sections = groups.map((group) => groupSection(group, clouds))
  return [intro, summary(clouds), ...sections, ...clouds.flatMap(reasons)].join('\n')
}

const signs = { kept: '✓', broken: '✗', absent: '–', skipped: 's' } as const

const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`

const head = (first: string, clouds: readonly CloudResults[]): string =>
  row([first, ...clouds.map(({ cloud }) => cloud)]) + row(['---', ...clouds.map(() => ':-:')])

const summary = (clouds: readonly CloudResults[]): string => {
  const count = (cloud: CloudResults, verdict: keyof typeof signs) =>
    String(Object.values(cloud.verdicts).filter((one) => one.verdict === verdict).length)
  const lines = (['kept', 'broken', 'absent', 'skipped'] as const).map((verdict) =>
    row([`${signs[verdict]} ${verdict}`, ...clouds.map((cloud) => count(cloud, verdict))]),
  )
  return head(`${allRules.length} rules`, clouds) + lines.join('')
}

const groupSection = (group: string, clouds: readonly CloudResults[]): string => {
  const lines = allRules
    .filter(([name]) => groupOfRule(name) === group)
    .map(([name]) => {
      const cells = clouds.map(({ verdicts }) => {
        const found = verdicts[name]
        return found ? signs[found.verdict] : '?'
      })
      return row([name.slice(group.length + 2), ...cells])
    })
  return `## ${group}\n\n${head('rule', clouds)}${lines.join('')}`
}

/** Why a cloud breaks rules or is not held to them; what it lacks is told in one line. */
const reasons = ({ cloud, verdicts }: CloudResults): readonly string[] => {
  const told = Object.entries(verdicts)
    .filter(([, { verdict }]) => verdict === 'broken' || verdict === 'skipped')
    .map(([name, { verdict, reason = '' }]) => `- **${verdict}** ${name}: ${reason}\n`)
  const lacks = Object.values(verdicts).flatMap(({ verdict, reason = '' }) => (verdict === 'absent' ? [reason] : []))
  const missing = [...new Set(lacks)].map((reason) => `- ${reason}\n`)
  if (told.length + missing.length === 0) return []
  return [`## ${cloud}: what it lacks, and why rules are skipped\n\n${missing.join('')}${told.join('')}`]
}
