import { describe, expect, it } from 'vitest'
import type { Flavor } from '../model/flavor.ts'
import { asId } from '../model/id.ts'
import type { Image } from '../model/image.ts'
import type { Zone } from '../model/place.ts'
import { chooseFlavor } from './choose-flavor.ts'
import { chooseImage } from './choose-image.ts'
import { chooseMachine } from './choose-machine.ts'
import type { Placement } from './document.ts'
import { placeInstances } from './placement/place-instances.ts'
import { readWorkload } from './read-workload.ts'

const componentOf = (text: string) => {
  const { workload, diagnostics } = readWorkload({ file: 'w', text: `name: w\ncomponents: {box: ${text}}` })
  const box = workload?.document.components.box
  if (!box) throw new Error(JSON.stringify(diagnostics))
  return box
}

const flavor = (
  name: string,
  vcpus: number,
  memoryMiB: number,
  diskGiB: number,
  more: Partial<Flavor> = {},
): Flavor => ({
  id: asId(name),
  name,
  vcpus,
  memoryMiB,
  diskGiB,
  traits: [],
  extra: {},
  ...more,
})
const has = { networks: true, routers: true, ports: true, floatingIps: true, volumes: true }
const chosen = (flavors: readonly Flavor[], text = '{}', volumes = true) =>
  chooseFlavor({ flavors, has: { ...has, volumes } }, componentOf(text), undefined)

describe('chooseFlavor', () => {
  it('takes the cheapest that meets every minimum, known prices first, then the smallest', () => {
    const flavors = [
      flavor('free-of-price', 2, 2048, 20),
      flavor('dear', 2, 2048, 20, { pricePerHour: { amount: 0.4, currency: 'EUR' } }),
      flavor('cheap-and-large', 8, 32_768, 200, { pricePerHour: { amount: 0.1, currency: 'EUR' } }),
    ]
    expect(chosen(flavors, '{resources: {cpus: 2, memory: 2 GiB}}').choice).toMatchObject({
      name: 'cheap-and-large',
      because: expect.stringContaining('cheapest'),
    })
    expect(chosen([flavor('b', 4, 4096, 40), flavor('a', 2, 2048, 20)]).choice?.name).toBe('a')
  })

  it('never takes a special trait unasked, even where nothing else fits', () => {
    for (const trait of ['gpu', 'dedicated', 'confidential', 'spot', 'bare_metal'] as const) {
      const only = [flavor('special', 2, 2048, 20, { traits: [trait], pricePerHour: { amount: 0, currency: 'EUR' } })]
      expect(chosen(only).choice).toBeUndefined()
      expect(chosen(only).considered).toMatchObject([{ rejected: `is ${trait}, which was not asked for` }])
      expect(chosen(only, `{traits: {required: [${trait}]}}`).choice?.name).toBe('special')
    }
  })

  it('says of each flavor why it was not taken', () => {
    const { considered } = chosen(
      [
        flavor('tiny', 1, 256, 1),
        flavor('arm', 8, 8192, 80, { architecture: 'aarch64' }),
        flavor('burst', 4, 8192, 80, { traits: ['burstable'] }),
      ],
      '{image: {architecture: x86_64}, resources: {cpus: 4, memory: 4 GiB, disk: 10 GiB}, traits: {forbidden: [burstable]}}',
    )
    expect(Object.fromEntries(considered.map(({ name, rejected }) => [name, rejected]))).toEqual({
      tiny: 'has 1 vCPU, 4 needed; has 256 MiB of memory, 4 GiB needed; has a disk of 1 GiB, 10 GiB needed',
      arm: 'is aarch64, x86_64 needed',
      burst: 'is burstable, which is forbidden',
    })
  })

  it('takes a flavor without a disk only where volumes can stand in for it', () => {
    expect(chosen([flavor('diskless', 1, 1024, 0)], '{resources: {disk: 10 GiB}}').choice?.name).toBe('diskless')
    expect(chosen([flavor('diskless', 1, 1024, 0)], '{resources: {disk: 10 GiB}}', false).choice).toBeUndefined()
  })
})

const image = (name: string, more: Partial<Image> = {}): Image => ({
  id: asId(name),
  name,
  status: 'active',
  checksums: {},
  minDiskGiB: 0,
  minMemoryMiB: 0,
  public: true,
  properties: {},
  ...more,
})
const imageFor = (images: readonly Image[], text: string) =>
  chooseImage(images, { architecture: 'x86_64', ...componentOf(`{image: ${text}}`).image })

describe('chooseImage', () => {
  it.each([
    ['Debian 12', '{os: debian, version: "12"}'],
    ['debian-12-generic-amd64-20240717-1811', '{os: debian, version: "12"}'],
    ['debian-bookworm', '{os: debian, version: "12"}'],
    ['ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20240101', '{os: ubuntu, version: "22.04"}'],
    ['Ubuntu 24.04.1 LTS', '{os: ubuntu, version: 24.04}'],
    ['Rocky Linux 9', '{os: rocky, version: 9}'],
    ['Community_Debian_12_TSI_20241004_0', '{os: debian, version: "12"}'],
    ['vmi-debian-12-amd64', '{os: debian, version: "12"}'],
    ['debian12', '{os: debian, version: "12"}'],
    ['ubuntu2404', '{os: ubuntu, version: 24.04}'],
  ])('reads the name %s', (name, wanted) => {
    expect(imageFor([image(name)], wanted).choice).toMatchObject({
      name,
      because: expect.stringContaining('name says'),
    })
  })

  it.each([
    ['another version', image('debian-11-generic')],
    ['a date that looks like a version', image('debian-generic-amd64-20240712')],
    ['another architecture in its name', image('debian-12-generic-arm64')],
    ['another architecture in its properties', image('debian-12', { architecture: 'aarch64' })],
    ['a capture of a server', image('debian-12', { properties: { image_type: 'snapshot' } })],
    ['an image that is not active', image('debian-12', { status: 'queued' })],
    ['another system with the word in its name', image('my-debian-12')],
  ])('does not take %s', (_what, candidate) => {
    expect(imageFor([candidate], '{os: debian, version: "12"}').choice).toBeUndefined()
  })

  it('believes properties before names, public images before private ones, and takes the newest', () => {
    const system = { operatingSystem: { distro: 'debian', version: '12' } }
    const images = [
      image('debian-12-by-name', { createdAt: '2026-05-01T00:00:00Z' }),
      image('private', { ...system, public: false, createdAt: '2026-04-01T00:00:00Z' }),
      image('older', { ...system, createdAt: '2026-01-01T00:00:00Z' }),
      image('newer', { ...system, createdAt: '2026-03-01T00:00:00Z' }),
    ]
    const { choice } = imageFor(images, '{os: debian, version: "12"}')
    expect(choice?.considered.map(({ name }) => name)).toEqual(['newer', 'older', 'private', 'debian-12-by-name'])
    expect(imageFor([image('debian-9'), image('debian-12')], '{os: debian}').choice?.name).toBe('debian-12')
  })
})

describe('chooseMachine', () => {
  const system = { operatingSystem: { distro: 'debian', version: '12' } }
  const machine = (images: readonly Image[], flavors: readonly Flavor[], text = '{}', kept?: Image) => {
    const found = chooseMachine({ images, flavors, has }, componentOf(text), kept)
    return [found.image.choice?.name, found.flavor.choice?.name]
  }
  const arm = image('arm-image', { ...system, architecture: 'aarch64', createdAt: '2026-05-01T00:00:00Z' })
  const intel = image('intel-image', { ...system, architecture: 'x86_64', createdAt: '2026-01-01T00:00:00Z' })
  const armFlavor = flavor('arm-flavor', 1, 1024, 20, { architecture: 'aarch64' })
  const intelFlavor = flavor('intel-flavor', 8, 8192, 20, { architecture: 'x86_64' })
  const untold = flavor('untold', 2, 2048, 20)

  it('takes what the cloud has when no architecture is named, x86_64 where it has both', () => {
    expect(machine([arm], [armFlavor])).toEqual(['arm-image', 'arm-flavor'])
    expect(machine([arm], [untold])).toEqual(['arm-image', 'untold'])
    expect(machine([image('debian-12', system)], [armFlavor])).toEqual(['debian-12', 'arm-flavor'])
    expect(machine([arm, intel], [armFlavor, intelFlavor])).toEqual(['intel-image', 'intel-flavor'])
    expect(machine([arm, intel], [armFlavor])).toEqual(['arm-image', 'arm-flavor'])
  })

  it('holds a component to the architecture that it names, and servers to that of their image', () => {
    expect(machine([arm], [armFlavor], '{image: {architecture: x86_64}}')).toEqual([undefined, undefined])
    expect(machine([arm, intel], [armFlavor, intelFlavor], '{image: {architecture: aarch64}}')).toEqual([
      'arm-image',
      'arm-flavor',
    ])
    expect(machine([arm, intel], [armFlavor, intelFlavor], '{}', arm)).toEqual(['arm-image', 'arm-flavor'])
  })
})

describe('placeInstances', () => {
  const zone = (name: string, available = true): Zone => ({
    id: asId(name),
    name,
    available,
    serves: ['servers', 'volumes', 'networks'],
  })
  const offer = {
    name: 'lab',
    traits: {
      kind: 'openstack',
      simulated: true,
      region: 'north',
      resizeNeedsStop: false,
      zoneRequired: false,
      volumesStayInZone: false,
      userDataLimit: 65_535,
      pollIntervalMs: 1,
      consistencyWindowMs: 0,
    },
    zones: [zone('a1'), zone('a2', false), zone('b1')],
  }
  const placed = (placement: Placement | undefined, zoneRequired = false) => {
    const result = placeInstances('web', { volumes: {} }, placement, {
      ...offer,
      traits: { ...offer.traits, zoneRequired },
    })
    return 'refusal' in result ? result.refusal.reason : result.zones.map(({ name }) => name)
  }

  it('names a zone only where it has to', () => {
    expect(placed(undefined)).toEqual([])
    expect(placed(undefined, true)).toEqual(['a1'])
    expect(placed({ any_of: [{ cloud: 'l*' }] })).toEqual([])
  })

  it('spreads over what any_of admits and takes the first that ordered finds', () => {
    expect(placed({ any_of: [{ zone: 'b*' }, { zone: 'a*' }, { cloud: 'elsewhere' }] })).toEqual(['b1', 'a1'])
    expect(
      placed({ ordered: [{ zone: 'a2' }, { cloud: 'elsewhere', zone: 'a1' }, { region: 'n*h', zone: '*1' }] }),
    ).toEqual(['a1'])
  })

  it('refuses with what there is', () => {
    expect(placed({ any_of: [{ region: 'south' }] })).toBe(
      'its placement admits neither the cloud lab nor its region north',
    )
    expect(placed({ ordered: [{ zone: 'a2' }] })).toBe('its placement wants the zone a2; usable here are a1, b1')
  })
})
