import type { FidelityRun } from './fidelity-data.ts'
import { cloudNameOf, scoreOf } from './fidelity-page.ts'
import { type SuiteResults, tallyOf } from './fidelity-suites.ts'

const [width, margin, lineHeight] = [960, 28, 30]
const [barAt, barWidth, scoreAt] = [440, 300, 760]
const kinds = ['passed', 'failed', 'skipped', 'notApplicable'] as const

/** `docs/fidelity.svg`: each suite on each cloud as a bar; a suite that was not run as an empty outline. */
export const fidelityPicture = (suites: readonly SuiteResults[]): string => {
  const lines = suites.flatMap(({ title, unit, runs }) =>
    (runs.length === 0 ? [undefined] : runs).map((run, index) => ({ title: index ? '' : title, unit, run })),
  )
  const height = lines.length * lineHeight + 2 * margin + lineHeight
  const drawn = lines.map(({ title, unit, run }, index) => line(title, unit, run, margin + index * lineHeight))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(inWords(suites))}">
  <style>
    text { font: 14px ui-sans-serif, 'DejaVu Sans', sans-serif; fill: #d7dee8; }
    .title { font-weight: 700; } .cloud, .key { fill: #9fb0c3; } .score { font-variant-numeric: tabular-nums; }
    .passed { fill: #3fae68; } .failed { fill: #e5534b; } .skipped { fill: #d9a13b; } .notApplicable { fill: #46556a; }
    .none { fill: none; stroke: #5b6b80; stroke-dasharray: 4 4; }
  </style>
  <rect width="${width}" height="${height}" rx="10" fill="#131a22"/>
${drawn.join('\n')}
${key(height - margin)}
</svg>
`
}

const line = (title: string, unit: string, run: FidelityRun | undefined, top: number): string => {
  const text = (x: number, style: string, words: string) =>
    `  <text x="${x}" y="${top + 19}" class="${style}">${escaped(words)}</text>`
  if (!run) {
    const empty = `  <rect x="${barAt}" y="${top + 6.5}" width="${barWidth}" height="16" rx="3" class="none"/>`
    return [text(margin, 'title', title), empty, text(scoreAt, 'cloud', 'not run')].join('\n')
  }
  const tally = tallyOf(run.groups)
  const all = kinds.reduce((sum, kind) => sum + tally[kind], 0)
  let at = barAt
  const parts = kinds.flatMap((kind) => {
    const long = (tally[kind] / all) * barWidth
    if (long === 0) return []
    const part = `  <rect x="${at.toFixed(1)}" y="${top + 6}" width="${long.toFixed(1)}" height="17" class="${kind}"/>`
    at += long
    return [part]
  })
  const cloud = `${cloudNameOf(run)}${run.simulated && run.cloud !== 'simulated' ? ' (simulated)' : ''}`
  return [
    ...(title === '' ? [] : [text(margin, 'title', title)]),
    text(210, 'cloud', cloud),
    ...parts,
    text(scoreAt, 'score', `${scoreOf(tally)} ${unit}`),
  ].join('\n')
}

const key = (top: number): string =>
  kinds
    .map((kind, index) => {
      const x = barAt + index * 105
      const words = kind === 'notApplicable' ? 'does not apply' : kind
      return `  <rect x="${x}" y="${top - 11}" width="12" height="12" class="${kind}"/>
  <text x="${x + 18}" y="${top}" class="key">${words}</text>`
    })
    .join('\n')

/** The picture for who cannot see it. */
const inWords = (suites: readonly SuiteResults[]): string =>
  suites
    .map(({ title, unit, runs }) =>
      runs.length === 0
        ? `${title}: not run`
        : runs.map((run) => `${title} on ${cloudNameOf(run)}: ${scoreOf(tallyOf(run.groups))} ${unit}`).join('; '),
    )
    .join('. ')

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
