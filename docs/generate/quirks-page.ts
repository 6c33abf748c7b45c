import { embeddedProfiles } from '../../src/embedded/embedded-profiles.ts'
import { allQuirks } from '../../src/embedded/quirks/all-quirks.ts'
import { type Quirk, quirkAreas } from '../../src/embedded/quirks/quirk.ts'
import { markdownTable } from './markdown-table.ts'

const intro = `# How OpenStack clouds differ, and what becomes of it

In 2016, sixteen vendors ran one workload on a stage, and each had to edit up to 15 of its 18 variables by hand. These are the ${allQuirks.length} differences that were seen there and since. All but those that say *none yet*
are absorbed by a rule in code, and guarded by a test that fails without the rule; where [embedded clouds](embedded-cloud.md) have the quirk, they are named. So a workload names no cloud, and nothing is set by hand for one.

Embedded clouds have simulated guests. What these cannot show is marked **needs a real guest**, with what [the lab](lab.md), real virtual machines on a real OpenStack, has shown of it so far.

This page is made by \`npm run docs\` from \`src/embedded/quirks/\`, and is not written by hand; a unit test holds every cell to the code.
`

/** `docs/quirks.md`: the table of quirks, one section an area. */
export const quirksPage = (): string => [intro, ...quirkAreas.map(section)].join('\n')

const section = (area: string): string => {
  const rows = allQuirks.filter((quirk) => quirk.area === area)
  const heading = `${area.charAt(0).toUpperCase()}${area.slice(1)}`
  return `## ${heading}\n\n${markdownTable(['n', 'quirk', 'rule', 'shown by', 'test'], rows.map(row))}`
}

const row = (quirk: Quirk): readonly string[] => [
  String(quirk.n),
  quirk.quirk,
  quirk.rule ? `${quirk.rule.says} ${link(quirk.rule.file, quirk.rule.symbol)}` : 'none yet: it needs a real guest',
  shownBy(quirk),
  [
    ...(quirk.test ? [`${link(quirk.test.file)}: ${quirk.test.title.replaceAll(' > ', ' › ')}`] : []),
    ...(quirk.needsGuest === undefined ? [] : [`**needs a real guest**, ${quirk.needsGuest}`]),
  ].join('; '),
]

const shownBy = ({ n, everywhere }: Quirk): string => {
  const names = embeddedProfiles.filter(({ quirks = [] }) => quirks.includes(n)).map(({ name }) => `\`${name}\``)
  if (names.length > 0) return names.join(', ')
  return everywhere ?? '**needs a real guest**'
}

const link = (file: string, text = file.split('/').at(-1) ?? file): string => `[\`${text}\`](../${file})`
