import type { Evidence } from '../../challenge/exchange-evidence.ts'
import { durationText } from '../../lib/duration-text.ts'
import { html, type Markup } from './markup.ts'

const reasons: Readonly<Record<Evidence['shows'], string>> = {
  failed: 'This request failed',
  names: 'This answer names what was found',
  error: 'The last error of this cloud’s API in the phase',
  last: 'The last request of the phase; nothing was refused',
}

/** One request to a cloud's API and its answer, behind a line that says what it is. */
export const exchangeView = (evidence: Evidence, open: boolean): Markup => {
  const { shows, service, method, url, status, requestId, startedAt, elapsedMs, request, answer } = evidence
  return html`<details class="exchange"${open && html` open`}>
<summary><span class="why">${reasons[shows]}:</span> <code>${method} ${pathOf(url)}</code> <span class="arrow" aria-hidden="true">→</span> <strong>${status ?? 'no answer'}</strong></summary>
<dl class="facts">
<div><dt>Service</dt><dd>${service ?? 'not known yet'}</dd></div>
<div><dt>URL</dt><dd><code>${url}</code></dd></div>
<div><dt>At</dt><dd>${startedAt}, for ${durationText(elapsedMs)}</dd></div>
${requestId !== undefined && html`<div><dt>Request id</dt><dd><code>${requestId}</code></dd></div>`}
</dl>
<div class="pair">${message('Request', request)}${status === undefined ? html`<div><p class="label">Answer</p><p>None came.</p></div>` : message('Answer', answer)}</div>
</details>`
}

const message = (title: string, { headers, body, length }: Evidence['request']): Markup => {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return html`<div><p class="label">${title}</p>
${lines.length > 0 && html`<pre class="headers">${lines.join('\n')}</pre>`}
${body === '' ? html`<p class="empty">${length > 0 ? `A body of ${length} characters, not kept.` : 'No body.'}</p>` : html`<pre>${pretty(body)}</pre>`}</div>`
}

const pretty = (body: string): string => {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2)
  } catch {
    return body
  }
}

const pathOf = (url: string): string => {
  if (!URL.canParse(url)) return url
  const { pathname, search } = new URL(url)
  return pathname + search
}
