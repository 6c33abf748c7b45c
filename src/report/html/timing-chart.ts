import { type ChallengeReport, type Phase, phaseNames, type Round } from '../../challenge/challenge-report.ts'
import { durationText } from '../../lib/duration-text.ts'
import { html, type Markup } from './markup.ts'

interface Bar {
  readonly phase: Phase
  /** Milliseconds since the chart's beginning. */
  readonly from: number
  readonly to: number
}

interface Row {
  readonly round: Round
  readonly bars: readonly Bar[]
}

/** When each phase of each round ran, on one time axis: a bar a phase, a row a round; and the same as a table of numbers. */
export const timingChart = ({ rounds }: ChallengeReport): Markup => {
  const rows = rowsOf(rounds)
  const end = Math.max(1, ...rows.flatMap(({ bars }) => bars.map(({ to }) => to)))
  const shown = phaseNames.filter((name) => rows.some(({ bars }) => bars.some(({ phase }) => phase.phase === name)))
  const ticks = ticksTo(end)
  const at = (milliseconds: number) => `${((milliseconds / end) * 100).toFixed(3)}%`
  const lines = ticks.map((tick) => html`<line class="grid" x1="${at(tick)}" x2="${at(tick)}" y1="0" y2="100%"/>`)
  return html`<section aria-labelledby="timing">
<h2 id="timing">Time by phase and cloud</h2>
<p>All rounds on one time axis, from the first request on. Clouds run at the same time, and so do the rounds of one cloud.</p>
<ul class="legend" aria-label="Phases, in their order">${shown.map((name) => html`<li><svg width="18" height="14" aria-hidden="true"><rect class="phase ${name}" width="18" height="14" rx="3"/><rect fill="url(#pattern-${name})" width="18" height="14" rx="3"/></svg>${name}</li>`)}</ul>
<table class="timing"><caption class="hidden">When the phases of each round ran</caption>
<thead><tr><th scope="col">Round</th><th scope="col"><span class="hidden">Phases</span><svg class="axis" width="100%" height="18" aria-hidden="true">${ticks.map((tick) => html`<text x="${at(tick)}" y="13" text-anchor="${tick === 0 ? 'start' : 'middle'}">${tickText(tick)}</text>`)}</svg></th><th scope="col" class="number">Time</th></tr></thead>
<tbody>${rows.map(
    ({
      round,
      bars,
    }) => html`<tr><th scope="row"><span class="cloud">${round.cloud}</span> <span class="workload">${round.workload}</span></th>
<td><span class="hidden">${bars.length === 0 ? 'no phase ran' : bars.map(({ phase }) => `${phase.phase} ${phase.result} after ${durationText(phase.elapsedMs)}`).join(', ')}</span><svg class="bars" width="100%" height="20" aria-hidden="true">${lines}${bars.map((bar) => barOf(bar, end, at))}</svg></td>
<td class="number">${durationText(round.elapsedMs)}</td></tr>`,
  )}</tbody></table>
<details><summary>The same in numbers</summary>
<div class="scroll" role="region" aria-label="Times of all phases" tabindex="0"><table>
<caption>How long each phase took</caption>
<thead><tr><th scope="col">Cloud</th><th scope="col">Workload</th>${shown.map((name) => html`<th scope="col" class="number">${name}</th>`)}<th scope="col" class="number">all</th></tr></thead>
<tbody>${rounds.map((round) => html`<tr><th scope="row">${round.cloud}</th><td>${round.workload}</td>${shown.map((name) => timeOf(round.phases.find(({ phase }) => phase === name)))}<td class="number">${durationText(round.elapsedMs)}</td></tr>`)}</tbody>
</table></div></details>
</section>`
}

/** The patterns that tell the phases apart where colours do not; they stand once in a page. */
export const phasePatterns = (): Markup => {
  const shapes: Readonly<Record<(typeof phaseNames)[number], string>> = {
    preflight: 'M0 8V0',
    deploy: '',
    probe: 'M-2 2L2-2M0 8L8 0M6 10L10 6',
    're-apply': 'M0 4H8',
    promises: 'M0 0L8 8M8 0L0 8',
    'tear-down': 'M-2 6L2 10M0 0L8 8M6-2L10 2',
    'leak-check': 'M2 2h2v2h-2z',
  }
  return html`<svg class="patterns" width="0" height="0" aria-hidden="true" focusable="false"><defs>${phaseNames.map((name) => html`<pattern id="pattern-${name}" width="8" height="8" patternUnits="userSpaceOnUse"><path class="hatch" d="${shapes[name]}"/></pattern>`)}</defs></svg>`
}

const barOf = ({ phase, from, to }: Bar, end: number, at: (milliseconds: number) => string): Markup => {
  const width = at(Math.max(to - from, end / 400))
  const box = (attributes: Markup) =>
    html`<rect x="${at(from)}" y="2" width="${width}" height="16" rx="2" ${attributes}/>`
  const failed = phase.result === 'failed'
  return html`<g><title>${phase.phase} ${phase.result} after ${durationText(phase.elapsedMs)}</title>${box(html`class="phase ${phase.phase}"`)}${box(html`fill="url(#pattern-${phase.phase})"`)}${failed && html`${box(html`class="failed-bar"`)}<text class="failed-sign" x="${at(to)}" dx="4" y="15">✕</text>`}</g>`
}

const timeOf = (phase: Phase | undefined): Markup =>
  html`<td class="number">${!phase || phase.result === 'skipped' ? 'not run' : durationText(phase.elapsedMs)}${phase?.result === 'failed' && ' failed'}</td>`

const rowsOf = (rounds: readonly Round[]): readonly Row[] => {
  const starts = rounds.flatMap(({ phases }) => phases.flatMap(({ startedAt }) => startedAt ?? []))
  const beginning = Math.min(...starts.map((start) => Date.parse(start)))
  return rounds.map((round) => {
    // Where a report of an earlier version does not tell, each phase begins when the one before it ended.
    let after = 0
    const bars = round.phases
      .filter(({ result }) => result !== 'skipped')
      .map((phase): Bar => {
        const from = phase.startedAt === undefined ? after : Date.parse(phase.startedAt) - beginning
        after = from + phase.elapsedMs
        return { phase, from, to: after }
      })
    return { round, bars }
  })
}

/** At most six round times. */
const ticksTo = (end: number): readonly number[] => {
  const magnitude = 10 ** Math.floor(Math.log10(end / 5))
  const step = [1, 2, 5, 10].map((factor) => factor * magnitude).find((candidate) => end / candidate <= 6) ?? end
  return Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, index) => index * step).filter(
    (tick) => tick <= end * 0.98,
  )
}

const tickText = (milliseconds: number): string =>
  milliseconds === 0 ? '0 s' : `${Number((milliseconds / 1000).toPrecision(3))} s`
