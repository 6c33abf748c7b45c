import { expect, it } from 'vitest'
import { html } from './markup.ts'

it('escapes what is put in, in text and in attributes', () => {
  const name = `<script>alert("1")</script> & 'more'`
  const page = String(html`<p title="${name}">${name}</p>`)
  expect(page).not.toContain('<script>')
  expect(page).not.toContain(`"1"`)
  expect(page).not.toContain(`'more'`)
})

it('leaves markup within markup as it is, and writes lists one after the other', () => {
  expect(String(html`<ul>${['a', '<b>'].map((item) => html`<li>${item}</li>`)}</ul>`)).toBe(
    '<ul><li>a</li><li>&#60;b&#62;</li></ul>',
  )
})

it('writes nothing for what is absent, and 0 as 0', () => {
  expect(String(html`${undefined}${false}${0}`)).toBe('0')
})
