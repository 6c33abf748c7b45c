import type { ChallengeReport, Phase, Round } from '../../challenge/challenge-report.ts'
import type { RoundChoices } from '../../challenge/round-choices.ts'
import { durationText } from '../../lib/duration-text.ts'
import { exchangeView } from './exchange-view.ts'
import { html, type Markup } from './markup.ts'
import { topologyPicture } from './topology-picture.ts'
import { topologyWords } from './topology-words.ts'
import { verdictBadge } from './verdict-badge.ts'

/** Every round with its phases, its choices, its topology and, where it failed, the API exchange that shows it. What passed is folded up. */
export const roundSections = ({ rounds }: ChallengeReport, anchors: ReadonlyMap<Round, string>): Markup =>
  html`<section aria-labelledby="rounds">
<h2 id="rounds">Rounds</h2>
${rounds.map((round) => roundSection(round, anchors.get(round) ?? ''))}
</section>`

const roundSection = (round: Round, anchor: string): Markup => {
  const { workload, cloud, verdict, simulated, phases, leaks, handSetNames, elapsedMs, cause, evidence } = round
  return html`<details class="round ${verdict}"${verdict !== 'passed' && html` open`}>
<summary><h3>${workload} on ${cloud}</h3> ${verdictBadge(verdict)} <span class="time">${durationText(elapsedMs)}</span>${simulated && html` <span class="chip">simulated</span>`}</summary>
<div id="${anchor}" class="body">
${cause !== undefined && html`<p class="cause"><strong>Cause:</strong> ${cause}</p>`}
${evidence?.map((each) => exchangeView(each, true))}
${phaseTable(round, phases)}
${leaks.length > 0 && html`<h4>Left behind</h4><ul>${leaks.map(({ kind, id, name }) => html`<li>${kind} ${name} <code>${id}</code></li>`)}</ul>`}
${handSetNames.length > 0 && html`<h4>Set by hand</h4><ul>${handSetNames.map((name) => html`<li><code>${name}</code></li>`)}</ul>`}
${round.topology && round.topology.nodes.length > 0 && html`<h4>Deployed topology</h4>${topologyPicture(round.topology, anchor, `${workload} on ${cloud}`)}${topologyWords(round.topology)}`}
${round.choices && choicesTable(round.choices, `${workload} on ${cloud}`)}
</div>
</details>`
}

const phaseTable = ({ workload, cloud, startedAt }: Round, phases: readonly Phase[]): Markup =>
  html`<h4>Phases</h4>
<div class="scroll" role="region" aria-label="Phases of ${workload} on ${cloud}" tabindex="0"><table>
<thead><tr><th scope="col">Phase</th><th scope="col">Result</th><th scope="col" class="number">Began after</th><th scope="col" class="number">Took</th><th scope="col">What came of it</th></tr></thead>
<tbody>${phases.map((phase) => phaseRow(phase, startedAt))}</tbody>
</table></div>
${phases.map(({ evidence }) => evidence?.map((each, index) => exchangeView(each, index === 0)))}`

const phaseRow = ({ phase, result, elapsedMs, detail, startedAt }: Phase, roundStart: string | undefined): Markup => {
  const ran = result !== 'skipped'
  const after = startedAt && roundStart ? durationText(Date.parse(startedAt) - Date.parse(roundStart)) : ''
  return html`<tr><th scope="row">${phase}</th><td>${verdictBadge(result)}</td><td class="number">${ran && after}</td><td class="number">${ran && durationText(elapsedMs)}</td><td>${detail ?? (ran ? '' : 'not run')}</td></tr>`
}

const choicesTable = ({ components, network }: RoundChoices, round: string): Markup =>
  html`<h4>What was chosen here, and why</h4>
<div class="scroll" role="region" aria-label="Choices for ${round}" tabindex="0"><table>
<thead><tr><th scope="col">Component</th><th scope="col">Flavor</th><th scope="col">Image</th><th scope="col">Zones</th></tr></thead>
<tbody>${components.map(
    ({ component, flavor, image, zones }) => html`<tr><th scope="row">${component}</th>
${[flavor, image].map(({ name, summary, because }) => html`<td><strong>${name}</strong> ${summary}<br><span class="because">${because}</span></td>`)}
<td>${zones.length > 0 ? zones.join(', ') : 'the cloud decides'}</td></tr>`,
  )}</tbody></table></div>
<p><strong>${network.kind === 'own' ? 'Networks of its own' : 'The cloud’s network'}</strong>: ${network.because}.</p>`
