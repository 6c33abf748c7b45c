import type { FidelityGroup, FidelityRun } from './fidelity-data.ts'
import { type SuiteResults, type Tally, tallyOf } from './fidelity-suites.ts'
import { markdownTable } from './markdown-table.ts'

/** Clouds that have a column whether or not anything was run on them. */
const expectedClouds = ['embedded classic', 'lab'] as const

const intro = `# Fidelity

A fast cloud in a process is worth having only if it is *the same* as OpenStack, and a driver only if it works on one. So both are confronted with what nobody
here wrote: OpenStack's own test-suite, OpenStack's descriptions of its APIs, other people's clients, and OpenStack's own services, which \`npm run lab:openstack -- up\`
starts from Debian's packages.

- **embedded classic** is the embedded cloud with the profile [\`classic\`](embedded-cloud.md): real APIs with nothing real behind them (*simulated*).
- **lab** is that real OpenStack, on the machine that ran the suite; **lab, fake driver** is the same with Nova's own fake driver, which has no machine behind a server.

This page is made by \`npm run docs\` of what was recorded in \`docs/fidelity/\` and \`docs/contract.json\`, and is not written by hand. What was not run is said to be *not run*: it never counts as passed.

![Each suite on each cloud: a bar of what passed, failed, was skipped and does not apply](fidelity.svg)
`

/** `docs/fidelity.md`: suites × clouds, then each suite by its groups, with everything that did not pass and why. */
export const fidelityPage = (suites: readonly SuiteResults[]): string =>
  [intro, matrix(suites), ...suites.map(section)].join('\n')

/** How a run's numbers are written: what passed of what applies. */
export const scoreOf = (tally: Tally): string => `${tally.passed} of ${tally.passed + tally.failed + tally.skipped}`

/** The contract's clouds under the names of the other suites' clouds. */
export const cloudNameOf = ({ cloud }: Pick<FidelityRun, 'cloud'>): string => contractNames[cloud] ?? cloud

const contractNames: Readonly<Record<string, string>> = {
  'OpenStack (embedded, classic)': 'embedded classic',
  'OpenStack (lab)': 'lab',
  'OpenStack (lab, fake driver)': 'lab, fake driver',
}

const matrix = (suites: readonly SuiteResults[]): string => {
  const judged = suites.flatMap(({ suite, runs }) =>
    runs.filter(({ cloud }) => suite !== 'contract' || cloud in contractNames).map(cloudNameOf),
  )
  const clouds = [...new Set([...expectedClouds, ...judged])]
  const rows = suites.map(({ title, unit, runs }) => [
    `[${title}](#${anchorOf(title)})`,
    ...clouds.map((cloud) => {
      const run = runs.find((one) => cloudNameOf(one) === cloud)
      return run ? `${scoreOf(tallyOf(run.groups))} ${unit}` : 'not run'
    }),
  ])
  return markdownTable(['suite', ...clouds], rows)
}

const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(' ', '-')
    .replaceAll(/[^\p{L}\d-]/gu, '')

const section = ({ title, about, runs }: SuiteResults): string => {
  const head = `## ${title}\n\n${about}\n`
  if (runs.length === 0) return `${head}\nNot run.\n`
  return [
    head,
    markdownTable(['', ...runs.map(({ cloud }) => cloud)], facts(runs)),
    groupTable(runs),
    ...runs.map(exceptions),
  ].join('\n')
}

const facts = (runs: readonly FidelityRun[]): readonly (readonly string[])[] => [
  ['behind its APIs', ...runs.map(({ simulated }) => (simulated ? 'nothing real' : 'real services'))],
  ['command', ...runs.map(({ command }) => `\`${command}\``)],
  ['run at', ...runs.map(({ ranAt }) => ranAt.replace(/:\d\d(\.\d+)?Z$/, ' UTC').replace('T', ' '))],
  ['took', ...runs.map(({ seconds }) => `${Math.round(seconds)} s`)],
  ['with', ...runs.map(({ versions }) => versionsOf(versions))],
]

const versionsOf = (versions: Readonly<Record<string, string>>): string => {
  const told = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  return told.length === 0 ? 'not recorded' : told.join(', ')
}

const groupTable = (runs: readonly FidelityRun[]): string => {
  const names = [...new Set(runs.flatMap(({ groups }) => groups.map(({ name }) => name)))]
  const cell = (group: FidelityGroup | undefined): string => (group ? cellOf(tallyOf([group])) : '–')
  const rows = names.map((name) => [name, ...runs.map(({ groups }) => cell(groups.find((one) => one.name === name)))])
  const total = ['**all**', ...runs.map(({ groups }) => `**${cellOf(tallyOf(groups))}**`)]
  return markdownTable(['', ...runs.map(({ cloud }) => cloud)], [...rows, total])
}

const cellOf = ({ passed, failed, skipped, notApplicable }: Tally): string =>
  [
    `${passed} passed`,
    ...(failed ? [`${failed} failed`] : []),
    ...(skipped ? [`${skipped} skipped`] : []),
    ...(notApplicable ? [`${notApplicable} do not apply`] : []),
  ].join(', ')

/** What did not pass on one cloud; the same reason is told once, with all that it holds for. */
const exceptions = ({ cloud, groups }: FidelityRun): string => {
  const kinds = [
    ['failed', groups.flatMap(({ failed }) => failed)],
    ['skipped', groups.flatMap(({ skipped }) => skipped)],
    ['does not apply', groups.flatMap(({ notApplicable }) => notApplicable)],
  ] as const
  const lines = kinds.flatMap(([kind, all]) =>
    [...new Set(all.map(({ reason }) => reason))].map((reason) => {
      const alike = all.filter((one) => one.reason === reason)
      const names = alike.length > 3 ? `${alike.length} of them` : alike.map(({ name }) => name).join('; ')
      return `- **${kind}** ${names}: ${reason}\n`
    }),
  )
  return lines.length === 0 ? '' : `On ${cloud}:\n\n${lines.join('')}`
}
