import { expect, test } from 'vitest'
import { readProfile } from './read-profile.ts'

const mistakesOf = (text: string) =>
  readProfile({ file: 'mine.yaml', text }).diagnostics.map(({ summary, hint, at }) =>
    [`${at?.line}:${at?.column}`, summary, ...(hint ? [`(${hint})`] : [])].join(' '),
  )

test('a profile may be a name alone: everything else is as OpenStack ships it', () => {
  const { profile } = readProfile({ file: 'mine.yaml', text: 'name: mine' })
  expect(profile).toEqual({
    name: 'mine',
    description: 'a profile of your own',
    sources: [],
    cloud: {},
    front: {},
    tls: 'none',
  })
})

test('what a file says becomes the profile, key for key', () => {
  const text = `
name: mine
cloud: {zones: [north, south], zoneRequired: true, providerNetworks: [{name: lan, cidr: 10.0.0.0/24}]}
front: {pageLimit: 3, maxMicroversions: {compute: '2.60'}}
tls: self-signed
`
  expect(readProfile({ file: 'mine.yaml', text }).profile).toMatchObject({
    cloud: { zones: ['north', 'south'], zoneRequired: true, providerNetworks: [{ name: 'lan', cidr: '10.0.0.0/24' }] },
    front: { pageLimit: 3, maxMicroversions: { compute: '2.60' } },
    tls: 'self-signed',
  })
})

test('all mistakes are told at once, each at its place, with what was probably meant', () => {
  const text = `
name: My Cloud
cloud:
  zonesRequired: true
  imageFormats: [raw, qcow3]
  externalNetworks: [{name: public, cidr: 198.18.0.0/33}]
front:
  pageLimit: many
tls: selfsigned
`
  expect(mistakesOf(text)).toEqual([
    '2:7 a name is made of small letters, digits and hyphens',
    '4:3 there is no field zonesRequired in cloud (did you mean zoneRequired?)',
    '5:23 "qcow3" is not one of raw, qcow2, vmdk, vhd, vhdx, vdi, iso, ami, aki, ari, ploop (did you mean qcow2?)',
    '6:43 invalid IPv4 range',
    '8:14 expected a number, not "many"',
    '9:6 "selfsigned" is not one of none, self-signed (did you mean self-signed?)',
  ])
})

test('what is no YAML, and what is no profile, is said plainly', () => {
  expect(mistakesOf('name: [')[0]).toMatch(/^1:8 /)
  expect(mistakesOf('- name: mine')).toEqual(['1:1 expected a mapping, not a list'])
  expect(mistakesOf('cloud: {}')).toEqual(['1:1 name is missing'])
})
