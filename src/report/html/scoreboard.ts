import type { ChallengeReport, Round } from '../../challenge/challenge-report.ts'
import { durationText } from '../../lib/duration-text.ts'
import { html, type Markup } from './markup.ts'
import { verdictBadge } from './verdict-badge.ts'

/** Workloads × clouds: each round's verdict and time, a row's leaks and hand-set variables, and the sums. */
export const scoreboard = ({ rounds, summary }: ChallengeReport, anchors: ReadonlyMap<Round, string>): Markup => {
  const workloads = [...new Set(rounds.map(({ workload }) => workload))]
  const clouds = [...new Set(rounds.map(({ cloud }) => cloud))]
  const row = (cloud: string) => {
    const here = rounds.filter((round) => round.cloud === cloud)
    const sum = (key: 'leaked' | 'handSet') => here.reduce((total, round) => total + round[key], 0)
    return html`<tr>
<th scope="row">${cloud} ${here.some(({ simulated }) => simulated) && html`<span class="chip">simulated</span>`}</th>
${workloads.map((workload) =>
  cell(
    here.find((round) => round.workload === workload),
    anchors,
  ),
)}
${count(sum('leaked'))}${count(sum('handSet'))}
</tr>`
  }
  return html`<section aria-labelledby="scoreboard">
<h2 id="scoreboard">Scoreboard</h2>
<div class="scroll" role="region" aria-label="Verdicts by cloud and workload" tabindex="0"><table class="board">
<caption>Each verdict leads to its round.</caption>
<thead><tr><th scope="col">Cloud</th>${workloads.map((workload) => html`<th scope="col">${workload}</th>`)}<th scope="col" class="number">Leaked</th><th scope="col" class="number">Set by hand</th></tr></thead>
<tbody>${clouds.map(row)}</tbody>
<tfoot><tr><th scope="row">All ${clouds.length}</th>${workloads.map((workload) => passedOf(rounds.filter((round) => round.workload === workload)))}${count(summary.leaked)}${count(summary.handSet)}</tr></tfoot>
</table></div>
</section>`
}

const cell = (round: Round | undefined, anchors: ReadonlyMap<Round, string>): Markup => {
  if (!round) return html`<td>not run</td>`
  const link = html`<a href="#${anchors.get(round)}" aria-label="${round.verdict}: ${round.workload} on ${round.cloud}">${verdictBadge(round.verdict)}</a>`
  return html`<td>${link} <span class="time">${durationText(round.elapsedMs)}</span></td>`
}

const count = (number: number): Markup =>
  html`<td class="number">${number === 0 ? '0' : html`<strong class="bad">${number}</strong>`}</td>`

const passedOf = (rounds: readonly Round[]): Markup =>
  html`<td>${rounds.filter(({ verdict }) => verdict === 'passed').length} of ${rounds.length} passed</td>`
