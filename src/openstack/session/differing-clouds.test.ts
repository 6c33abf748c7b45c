import { describe, expect, it } from 'vitest'
import { driverOverFront, type Peculiarity } from '../../../lab/embedded/driver-over-front.ts'
import { collect } from '../../lib/async-iterable.ts'

const call = { signal: new AbortController().signal }

/** Everything of a region that a driver needs is found: it lists what each service has. */
const isWhole = async (peculiarity: Peculiarity) => {
  await using opened = await driverOverFront(peculiarity)
  const { driver, sent, entry } = opened
  const [flavors, images, networks] = await Promise.all([
    collect(driver.flavors.list(call)),
    collect(driver.images.list(call)),
    collect(driver.networks.list(call)),
    driver.volumes && collect(driver.volumes.list(call)),
  ])
  expect(flavors.length * images.length * networks.length).toBeGreaterThan(0)
  expect(sent.filter(({ status, method }) => method === 'GET' && status >= 400)).toEqual([])
  return { ...entry, region: driver.traits.region, hasVolumes: driver.volumes !== undefined }
}

describe('logging in', () => {
  it.each(['v3', 'v3/', 'root', 'root/', 'v2.0'] as const)(
    'goes where the list of versions says, with an auth_url that ends in %s',
    async (authUrl) => {
      const { authUrl: written } = await isWhole({ customer: { authUrl }, front: { deprecatedIdentityV2: true } })
      expect(written).toBe(`http://127.0.0.1:5000/identity${authUrl.replace('root', '').replace(/^v/, '/v')}`)
    },
  )

  it('takes the domain default where none is named', () => isWhole({ customer: { domain: 'unset' } }))

  it('takes a domain by its name, however the cloud spells it', () =>
    isWhole({ front: { domain: { id: 'f00', name: 'eu-de' } } }))

  it("takes the user's domain for the project's where only that is named", () =>
    isWhole({
      front: { domain: { id: 'f00', name: 'eu-de' } },
      customer: { domain: 'unset' },
      auth: { user_domain_name: 'eu-de' },
    }))

  it('takes names of users as they are, with spaces and all', async () => {
    const userName = '14610052 OTC 00000000001000000123'
    expect((await isWhole({ customer: { userName } })).userName).toBe(userName)
  })
})

describe('regions', () => {
  it('need no name where the catalog has one', async () => {
    expect((await isWhole({ front: { region: 'regionOne' }, customer: { region: 'unset' } })).region).toBe('regionOne')
  })

  const otherRegions = [{ name: 'eu-nl', types: ['compute', 'image', 'network', 'volumev3', 'object-store', 'dns'] }]

  it("lead to their own services, whatever others' the catalog has", async () => {
    expect((await isWhole({ front: { region: 'eu-de', catalog: { otherRegions } } })).region).toBe('eu-de')
  })

  it('are named when there are several and none is chosen', async () => {
    const opened = driverOverFront({
      front: { region: 'eu-de', catalog: { otherRegions } },
      customer: { region: 'unset' },
    })
    await expect(opened).rejects.toMatchObject({
      code: 'invalid',
      message: 'this cloud has several regions, and none is named',
      hint: expect.stringContaining('eu-de, eu-nl'),
    })
  })

  it('are told apart by the case of their letters', async () => {
    const opened = driverOverFront({ front: { region: 'regionOne' }, settings: { region_name: 'RegionOne' } })
    await expect(opened).rejects.toMatchObject({
      message: 'this cloud has no region RegionOne',
      hint: expect.stringContaining('regionOne'),
    })
  })
})

describe('catalogs', () => {
  it.each([
    [
      'unversioned',
      { compute: [{ type: 'compute', path: '' }], 'block-storage': [{ type: 'block-storage', path: '/' }] },
    ],
    [
      'with the project in every URL',
      { compute: [{ type: 'compute', path: '/v2.1/{project_id}' }], 'block-storage': [{ type: 'volumev3' }] },
    ],
    [
      'with an old and a new endpoint of each',
      {
        compute: [
          { type: 'compute_legacy', path: '/v2/{project_id}' },
          { type: 'compute', path: '/v2/{project_id}' },
          { type: 'compute', path: '/v2.1' },
        ],
        network: [
          { type: 'network', path: '/v2.0/' },
          { type: 'network', path: '' },
        ],
        'block-storage': [
          { type: 'volume', path: '/v1/{project_id}' },
          { type: 'volumev2', path: '/v2/{project_id}' },
          { type: 'volumev3' },
        ],
        image: [
          { type: 'image', path: '/v1' },
          { type: 'image', path: '/v2/' },
        ],
      },
    ],
    [
      'with types of their own',
      { compute: [{ type: 'computev21', path: '/v2.1' }], 'block-storage': [{ type: 'volume' }] },
    ],
  ])('%s are understood', async (_name, listings) => {
    expect((await isWhole({ front: { catalog: { listings } } })).hasVolumes).toBe(true)
  })

  it('may have the public interface alone', () => isWhole({ front: { catalog: { interfaces: ['public'] } } }))

  it('may have another service of the same type, told apart by its name', () =>
    isWhole({
      front: {
        catalog: {
          listings: {
            compute: [
              { type: 'compute', name: 'cloudServers', path: '/v1.0/{project_id}' },
              { type: 'compute', name: 'cloudServersOpenStack', path: '/v2/{project_id}' },
            ],
          },
        },
      },
      settings: { compute_service_name: 'cloudServersOpenStack' },
    }))
})

describe('versions', () => {
  it.each([
    ['no microversions', { compute: 'none', volume: 'none' }],
    ['the first microversion alone', { compute: '2.1', volume: '3.0' }],
    ['some of them', { compute: '2.38', volume: '3.27' }],
    ['those of 2023', { compute: '2.95', volume: '3.70' }],
  ])('go with %s', async (_name, maxMicroversions) => {
    expect((await isWhole({ front: { maxMicroversions } })).hasVolumes).toBe(true)
  })

  it('are seen behind a path that names another one', () =>
    isWhole({
      front: { catalog: { listings: { 'block-storage': [{ type: 'volumev2', path: '/v2/{project_id}' }] } } },
    }))
})
