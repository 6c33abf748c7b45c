import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseMicroversion } from '../microversion.ts'
import { answerProperties, foreignProperties } from './answer-properties.ts'

const at = (text: string) => {
  const microversion = parseMicroversion(text)
  if (!microversion) throw new Error(text)
  return microversion
}

test('a property is foreign before its microversion, after its end, and when Nova has none of that name', () => {
  const shown = { id: '1', 'acme:code': 'x', locked: false }
  expect(foreignProperties('server', shown, at('2.8'))).toEqual(['acme:code', 'locked'])
  expect(foreignProperties('server', shown, at('2.9'))).toEqual(['acme:code'])
  expect(foreignProperties('flavor', { rxtx_factor: 1 }, at('2.101'))).toEqual([])
  expect(foreignProperties('flavor', { rxtx_factor: 1 }, at('2.102'))).toEqual(['rxtx_factor'])
})

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly $ref?: string
  readonly 'x-openstack'?: { readonly 'min-ver'?: string }
}

const published = new URL('../../../../../shared/facts/openapi/compute-v2.104.yaml', import.meta.url)

/** Written from Nova's own schemas, and read where somebody has a copy of what is published of them. */
test.skipIf(!existsSync(published))('what may stand in an answer is what Nova publishes, at every microversion', () => {
  const { components } = parse(readFileSync(published, 'utf8'), { maxAliasCount: -1 }) as {
    components: { schemas: Readonly<Record<string, Schema>> }
  }
  const { schemas } = components
  const namesIn = (schema: Schema | undefined): readonly string[] => {
    if (!schema) return []
    if (schema.$ref) return namesIn(schemas[schema.$ref.split('/').at(-1) ?? ''])
    const parts = [...(schema.oneOf ?? []), ...(schema.allOf ?? []), ...(schema.anyOf ?? [])]
    return [...Object.keys(schema.properties ?? {}), ...parts.flatMap(namesIn)]
  }
  const memberOf = (schema: Schema, member: string): Schema | undefined =>
    schema.properties?.[member] ??
    [...(schema.oneOf ?? []), ...(schema.allOf ?? []), ...(schema.anyOf ?? [])]
      .map((part) => memberOf(part, member))
      .find((found) => found !== undefined)
  let compared = 0
  for (const [name, schema] of Object.entries(schemas)) {
    const kind = /^(Server|Flavor)ShowResponse_2\d+$/.exec(name)?.[1]?.toLowerCase() as 'server' | 'flavor' | undefined
    if (!kind) continue
    const version = schema['x-openstack']?.['min-ver'] ?? '2.1'
    const theirs = new Set(namesIn(memberOf(schema, kind)))
    const all = Object.fromEntries(Object.keys(answerProperties[kind]).map((property) => [property, 1]))
    const foreign = new Set(foreignProperties(kind, all, at(version)))
    const ours = new Set(Object.keys(all).filter((property) => !foreign.has(property)))
    expect([...ours].sort(), `${name} from ${version}`).toEqual([...theirs].sort())
    compared += 1
  }
  expect(compared).toBeGreaterThan(15)
})
