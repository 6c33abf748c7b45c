import { describe, expect, it } from 'vitest'
import { driverOverFront } from '../../../lab/embedded/driver-over-front.ts'
import { collect } from '../../lib/async-iterable.ts'

const call = { signal: new AbortController().signal }

describe('what the policy forbids', () => {
  it.each([
    ['create_network', 'networks.create'],
    ['create_router', 'routers'],
    ['add_image', 'images.content'],
  ])('is known before anything is made: %s', async (rule, part) => {
    await using opened = await driverOverFront({ front: { forbidden: [rule] } })
    const { driver, sent } = opened
    const parts: Readonly<Record<string, unknown>> = {
      'networks.create': driver.networks.create,
      routers: driver.routers,
      'images.content': driver.images.content,
    }
    expect(Object.keys(parts).filter((name) => parts[name] === undefined)).toEqual([part])
    expect(sent.filter(({ status }) => status === 403)).toHaveLength(1)
  })

  it('is asked for with requests that can make nothing, each once', async () => {
    await using opened = await driverOverFront({})
    const { driver, sent } = opened
    const asked = sent.filter(({ method, path }) => method === 'POST' && !path.endsWith('/auth/tokens'))
    expect(asked.map(({ path, status }) => `${path} ${status}`).sort()).toEqual([
      '/image/v2/images 409',
      '/network/v2.0/networks 404',
      '/network/v2.0/routers 404',
    ])
    for await (const { name } of driver.routers?.list(call) ?? []) expect.unreachable(`the router ${name} was made`)
    expect((await collect(driver.networks.list(call))).filter(({ external, shared }) => !external && !shared)).toEqual(
      [],
    )
  })

  it('is asked for neither where the cloud has nothing to ask', async () => {
    await using opened = await driverOverFront({
      cloud: { images: [] },
      front: { withoutExtensions: ['router', 'network_availability_zone'] },
    })
    expect(opened.sent.filter(({ method, path }) => method === 'POST' && !path.endsWith('/auth/tokens'))).toEqual([])
    expect(opened.driver.networks.create).toBeDefined()
  })
})
