import type { ChallengeReport } from '../../challenge/challenge-report.ts'
import { html, type Markup } from './markup.ts'

/** When, of what and by what the challenge was run; nothing for a report that does not tell. */
export const environmentSection = ({ environment, rounds, schema }: ChallengeReport): Markup => {
  if (!environment) return html``
  const { portolan, node, platform, latency, faults, startedAt, endedAt, workloads } = environment
  const simulated = new Set(rounds.filter((round) => round.simulated).map(({ cloud }) => cloud)).size
  const all = new Set(rounds.map(({ cloud }) => cloud)).size
  const facts: ReadonlyArray<readonly [string, string | undefined]> = [
    ['Began', startedAt],
    ['Ended', endedAt],
    ['Portolan', portolan],
    ['Node.js', node],
    ['Platform', platform],
    ['Simulated clouds', `${simulated} of ${all}`],
    ['Latency of embedded clouds', latency],
    ['Faults on purpose', faults === undefined ? undefined : faults ? 'yes' : 'none'],
    ['Schema', schema],
  ]
  return html`<section aria-labelledby="environment">
<h2 id="environment">Environment</h2>
<dl class="facts">${facts.map(([name, value]) => value !== undefined && html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<div class="scroll" role="region" aria-label="Workloads" tabindex="0"><table><caption>Workloads, the same on every cloud</caption>
<thead><tr><th scope="col">Workload</th><th scope="col">What it is</th><th scope="col">SHA-256 of what was read</th></tr></thead>
<tbody>${workloads.map(({ name, description, hash }) => html`<tr><th scope="row">${name}</th><td>${description ?? ''}</td><td><code class="hash">${hash}</code></td></tr>`)}</tbody></table></div>
</section>`
}
