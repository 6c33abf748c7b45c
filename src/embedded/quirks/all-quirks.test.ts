import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { embeddedProfiles } from '../embedded-profiles.ts'
import { allQuirks } from './all-quirks.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const textOf = (file: string) => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '')
const claims = (n: number) => embeddedProfiles.filter(({ quirks = [] }) => quirks.includes(n)).map(({ name }) => name)

describe('the table of quirks', () => {
  it('has the 53, each once', () => {
    expect(allQuirks.map(({ n }) => n)).toEqual(Array.from({ length: 53 }, (_, index) => index + 1))
  })

  it.each(allQuirks.map((quirk) => [quirk.n, quirk] as const))('%i has no empty cell', (n, quirk) => {
    const { rule, test, everywhere, needsGuest } = quirk
    expect(quirk.quirk).not.toBe('')
    expect(rule ?? needsGuest).toBeDefined()
    expect(test ?? needsGuest).toBeDefined()
    expect(claims(n)[0] ?? everywhere ?? needsGuest).toBeDefined()
  })

  it.each(allQuirks.flatMap(({ n, rule }) => (rule ? [[n, rule.file, rule.symbol] as const] : [])))(
    '%i: %s has %s',
    (_n, file, symbol) => {
      const has = file.endsWith('.ts') ? `export const ${symbol}\\b` : `\\b${symbol}:`
      expect(textOf(file)).toMatch(new RegExp(has))
    },
  )

  it.each(allQuirks.flatMap(({ n, test }) => (test ? [[n, test.file, test.title] as const] : [])))(
    '%i: %s has the test "%s"',
    (_n, file, title) => {
      const text = textOf(file).replaceAll("\\'", "'")
      for (const part of title.split(' > ')) expect(text).toContain(part)
    },
  )

  it('has every quirk that a profile claims', () => {
    const known = new Set(allQuirks.map(({ n }) => n))
    for (const { name, quirks = [] } of embeddedProfiles)
      expect([name, quirks.filter((n) => !known.has(n))]).toEqual([name, []])
  })
})
