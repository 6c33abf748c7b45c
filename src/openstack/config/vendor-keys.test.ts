import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { defaultConfig } from './default-config.ts'
import type { ConfigValue } from './traced.ts'
import { vendorKeys } from './vendor-keys.ts'
import { vendorProfiles } from './vendor-profiles.ts'

type Settings = Readonly<Record<string, ConfigValue>>

/** The keys of an entry, in the spelling of the table. */
const keysOf = (entry: Settings): readonly string[] =>
  Object.entries(entry).flatMap(([written, value]) => {
    const key = written.replaceAll('-', '_')
    if (key === 'auth') return keysOf(value as Settings).map((inner) => `auth.${inner}`)
    if (key === 'networks') return (value as readonly Settings[]).flatMap(keysOf).map((inner) => `networks[].${inner}`)
    if (key !== 'regions') return [key]
    const regions = value as readonly (string | { readonly values?: Settings })[]
    return ['regions', ...regions.flatMap((region) => (typeof region === 'string' ? [] : keysOf(region.values ?? {})))]
  })

const patterns = vendorKeys.map(
  ({ key }) => new RegExp(`^${key.replace(/[.[\]]/g, '\\$&').replace('*', '[a-z]+(_[a-z]+)*')}$`),
)

it.each(Object.keys(vendorProfiles))('no key of the vendor profile %s is without a fate', (name) => {
  const keys = [...new Set(keysOf(vendorProfiles[name] ?? {}))]
  expect(keys.filter((key) => !patterns.some((pattern) => pattern.test(key)))).toEqual([])
})

it('no key of the defaults is without a fate', () => {
  const keys = keysOf(defaultConfig)
  expect(keys.filter((key) => !patterns.some((pattern) => pattern.test(key)))).toEqual([])
})

it.each(vendorKeys)('$key is $fate where the table says so', ({ key, fate, readBy, why }) => {
  if (fate !== 'read') return expect(why).toBeTruthy()
  const source = readFileSync(new URL(`../../${readBy}`, import.meta.url), 'utf8')
  expect(source).toContain(key.replace(/^(auth|networks\[\])\./, '').replace('*_', ''))
})

it('each key stands in the table once', () => {
  const keys = vendorKeys.map(({ key }) => key)
  expect(keys).toEqual([...new Set(keys)])
})
