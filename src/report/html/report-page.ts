import { createHash } from 'node:crypto'
import type { ChallengeReport, Round } from '../../challenge/challenge-report.ts'
import { durationText } from '../../lib/duration-text.ts'
import { environmentSection } from './environment-section.ts'
import { html, Markup } from './markup.ts'
import { reportStyle } from './report-style.ts'
import { roundAnchors } from './round-anchors.ts'
import { roundSections } from './round-section.ts'
import { scoreboard } from './scoreboard.ts'
import { phasePatterns, timingChart } from './timing-chart.ts'
import { verdictBadge } from './verdict-badge.ts'

/**
 * The report as one HTML file that needs nothing beside itself: no script, no font, no picture, no request. Its own policy forbids all of them, so
 * that nothing which a cloud told could become active either.
 */
export const reportPage = (report: ChallengeReport): string => {
  const anchors = roundAnchors(report.rounds)
  const { summary, environment } = report
  const failed = report.rounds.some(({ verdict }) => verdict !== 'passed')
  const title = `${summary.passed} of ${summary.rounds} round${summary.rounds === 1 ? '' : 's'} passed`
  const contents = [
    ['scoreboard', 'Scoreboard'],
    ...(failed ? [['failures', 'What went wrong']] : []),
    ['timing', 'Time'],
    ['rounds', 'Rounds'],
    ...(environment ? [['environment', 'Environment']] : []),
  ]
  const page = html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${styleHash()}'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${title} · Portolan challenge</title>
${style()}
</head>
<body>
<a class="skip" href="#main">To the content</a>
${phasePatterns()}
<header>
${compassRose()}
<p class="eyebrow">Portolan challenge</p>
<h1>${title}</h1>
<p class="lead">${leadOf(report)}</p>
${simulatedNotice(report.rounds)}
${tiles(report)}
</header>
<nav aria-label="Contents"><ul>${contents.map(([anchor, text]) => html`<li><a href="#${anchor}">${text}</a></li>`)}</ul></nav>
<main id="main" tabindex="-1">
${scoreboard(report, anchors)}
${failed && failures(report.rounds, anchors)}
${timingChart(report)}
${roundSections(report, anchors)}
${environmentSection(report)}
</main>
<footer><p>Made by Portolan. Passwords, tokens, private keys and user data stand here as ***. The same for machines: report.json beside this file.</p></footer>
</body>
</html>
`
  return `<!doctype html>\n${page}`
}

/** The one text of a page that is not escaped: it is this program's own. */
const style = (): Markup => Markup.joined([`<style>${reportStyle}</style>`], [])

const styleHash = (): string => createHash('sha256').update(reportStyle).digest('base64')

const leadOf = ({ rounds, summary, environment }: ChallengeReport): string => {
  const count = (key: 'workload' | 'cloud') => {
    const size = new Set(rounds.map((round) => round[key])).size
    return `${size} ${key}${size === 1 ? '' : 's'}`
  }
  const when = environment ? `, ${environment.startedAt.slice(0, 16).replace('T', ' ')} UTC` : ''
  return `${count('workload')} on ${count('cloud')} in ${durationText(summary.elapsedMs)}${when}. The same files everywhere, all clouds at the same time.`
}

const simulatedNotice = (rounds: readonly Round[]): Markup => {
  const clouds = new Set(rounds.map(({ cloud }) => cloud)).size
  const simulated = new Set(rounds.filter((round) => round.simulated).map(({ cloud }) => cloud)).size
  if (simulated === 0) return html``
  const which =
    simulated === clouds ? 'All of these clouds are simulated' : `${simulated} of ${clouds} clouds are simulated`
  return html`<p class="notice"><span aria-hidden="true">⚑</span><span><strong>${which}.</strong> Real OpenStack APIs were spoken over HTTP; no packet reached a real guest, and what happened inside guests was not seen.</span></p>`
}

const tiles = ({ summary }: ChallengeReport): Markup => {
  const tile = (name: string, value: string | number, mood: 'good' | 'bad' | '') =>
    html`<div class="${mood}"><dt>${name}</dt><dd>${value}</dd></div>`
  const whenNone = (count: number) => (count === 0 ? '' : 'bad')
  return html`<dl class="tiles">
${tile('Passed', summary.passed, summary.passed === summary.rounds ? 'good' : '')}
${tile('Failed', summary.failed, whenNone(summary.failed))}
${tile('Broken', summary.broken, whenNone(summary.broken))}
${tile('Leaked', summary.leaked, whenNone(summary.leaked))}
${tile('Set by hand', summary.handSet, whenNone(summary.handSet))}
${tile('Time', durationText(summary.elapsedMs), '')}
</dl>`
}

const failures = (rounds: readonly Round[], anchors: ReadonlyMap<Round, string>): Markup =>
  html`<section aria-labelledby="failures">
<h2 id="failures">What went wrong</h2>
<p>Failed: the cloud did not do what it should. Broken: it could not be run to an answer.</p>
<ul class="failures">${rounds
    .filter(({ verdict }) => verdict !== 'passed')
    .map(
      (round) =>
        html`<li class="${round.verdict}">${verdictBadge(round.verdict)} <a href="#${anchors.get(round)}">${round.workload} on ${round.cloud}</a><p>${round.cause}</p></li>`,
    )}</ul>
</section>`

/** As on a portolan chart: sixteen winds. */
const compassRose = (): Markup => {
  const winds = Array.from({ length: 16 }, (_, wind) => wind * 22.5)
  const ray = (angle: number) => {
    const length = angle % 90 === 0 ? 46 : angle % 45 === 0 ? 34 : 24
    return html`<path transform="rotate(${angle} 50 50)" d="M50 ${50 - length}L53.5 50L50 50Z" fill="currentColor"/><path transform="rotate(${angle} 50 50)" d="M50 ${50 - length}L46.5 50L50 50Z" fill="none" stroke="currentColor" stroke-width=".6"/>`
  }
  return html`<svg class="rose" viewBox="0 0 100 100" aria-hidden="true" focusable="false"><circle cx="50" cy="50" r="30" fill="none" stroke="currentColor" stroke-width=".6"/><circle cx="50" cy="50" r="48" fill="none" stroke="currentColor" stroke-width=".6"/>${[...winds].reverse().map(ray)}</svg>`
}
