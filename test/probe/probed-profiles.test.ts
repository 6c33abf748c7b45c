import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { measureProfile } from '../../src/assessment/profile/measure-profile.ts'
import { readProfileFacts } from '../../src/assessment/profile/profile-facts.ts'
import { Cloud } from '../../src/cloud/cloud.ts'
import { openDriver } from '../../src/drivers/registry.ts'
import { startEmbeddedCloud } from '../../src/embedded/embedded-cloud.ts'
import type { EmbeddedProfile } from '../../src/embedded/embedded-profile.ts'
import { embeddedProfileSchema } from '../../src/embedded/embedded-profile-schema.ts'
import { embeddedProfiles } from '../../src/embedded/embedded-profiles.ts'
import { readProfile } from '../../src/embedded/read-profile.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { seededRandom } from '../../src/lib/random.ts'
import { openCloudSession } from '../../src/openstack/session/open-cloud-session.ts'

const folder = mkdtempSync(join(tmpdir(), 'portolan-probe-'))
afterAll(() => rmSync(folder, { recursive: true }))
const world = { clock: systemClock, random: seededRandom(1) }

const probed = async (profile: EmbeddedProfile) => {
  const failures: unknown[] = []
  await using embedded = await startEmbeddedCloud({ profile, ...world, onUnexpected: (error) => failures.push(error) })
  const cacert = join(folder, `${profile.name}.pem`)
  if (embedded.certificate) writeFileSync(cacert, embedded.certificate)
  const values = { ...embedded.entry, ...(embedded.certificate ? { cacert } : {}) }
  await using cloud = new Cloud(await openDriver({ kind: 'openstack', options: { values, ...world } }), {
    name: profile.name,
    ...world,
  })
  await using opened = await openCloudSession({ values })
  const call = { signal: new AbortController().signal }
  const facts = await readProfileFacts({ cloud, session: opened.session, values }, call)
  expect(failures).toEqual([])
  return measureProfile(profile.name, facts, 'a test')
}

/** Words, and things with names of their own, in the order of the alphabet: a cloud lists them in its own. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    const names = value.map((item: unknown) => (typeof item === 'string' ? item : (item as { name?: string }).name))
    if (names.includes(undefined) || new Set(names).size < names.length) return value.map(sorted)
    return names.sort().map((name) => sorted(value.find((item) => item === name || item.name === name)))
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, sorted(inside)]))
}

/** What a profile says, without what its probe names as unmeasured: whole keys, or `PART.KEY.FIELD` of each item of a list. */
const shown = (declared: object, measured: object, hidden: ReadonlySet<string>, part: string) =>
  Object.fromEntries(
    Object.entries(declared)
      .filter(([key]) => key in measured || !hidden.has(`${part}.${key}`))
      .map(([key, value]) => [
        key,
        Array.isArray(value) ? value.map((item) => shownItem(item, hidden, `${part}.${key}`)) : value,
      ]),
  )
const shownItem = (item: unknown, hidden: ReadonlySet<string>, where: string): unknown =>
  typeof item === 'object' && item !== null
    ? Object.fromEntries(Object.entries(item).filter(([field]) => !hidden.has(`${where}.${field}`)))
    : item

test.each(embeddedProfiles.map((profile) => [profile.name, profile] as const))(
  '%s: what is measured is what its profile says, and the profile so made is measured alike',
  async (_, profile) => {
    const { profile: measured, unmeasured } = await probed(profile)
    const hidden = new Set(unmeasured.map(({ key }) => key))
    expect(sorted(measured.cloud)).toMatchObject(
      sorted(shown(profile.cloud, measured.cloud, hidden, 'cloud')) as object,
    )
    expect(sorted(measured.front)).toMatchObject(
      sorted(shown(profile.front, measured.front, hidden, 'front')) as object,
    )
    expect(measured.tls).toBe(profile.tls)
    const { customer = {} } = profile
    expect(measured.customer ?? {}).toMatchObject(shown(customer, measured.customer ?? {}, hidden, 'customer'))
    const again = await probed(measured)
    expect(sorted(again.profile)).toEqual(sorted(measured))
  },
)

test('every key that a profile may have is measured, or has a reason why not', async () => {
  const [profile] = embeddedProfiles
  if (!profile) throw new Error('there is a profile')
  const { profile: measured, unmeasured } = await probed(profile)
  const known = new Set(unmeasured.map(({ key }) => key))
  for (const part of ['cloud', 'front', 'customer'] as const) {
    for (const key of Object.keys(measured[part] ?? {})) known.add(`${part}.${key}`)
    const schema = embeddedProfileSchema.toJSONSchema({ io: 'input' }) as {
      properties: Record<string, { properties: object }>
    }
    for (const key of Object.keys(schema.properties[part]?.properties ?? {})) expect(known).toContain(`${part}.${key}`)
  }
  for (const { because } of unmeasured) expect(because).not.toBe('')
})

test('what is printed can be read as a profile', async () => {
  for (const profile of embeddedProfiles.slice(0, 3)) {
    const { profile: measured } = await probed(profile)
    expect(readProfile({ file: 'probed.yaml', text: stringify(measured) })).toEqual({
      profile: measured,
      diagnostics: [],
    })
  }
})
