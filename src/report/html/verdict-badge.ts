import type { Phase, Verdict } from '../../challenge/challenge-report.ts'
import { html, type Markup } from './markup.ts'

const signs: Readonly<Record<Verdict | Phase['result'], string>> = {
  passed: '✓',
  failed: '✕',
  broken: '!',
  skipped: '–',
}

/** A verdict or a result as a sign, a word and a colour, so that no meaning hangs on the colour. */
export const verdictBadge = (verdict: Verdict | Phase['result']): Markup =>
  html`<span class="badge ${verdict}"><span aria-hidden="true">${signs[verdict]}</span> ${verdict}</span>`
