import { compareMicroversions, type Microversion, parseMicroversion } from '../../../src/wire/openstack/microversion.ts'
import type { Description } from '../description.ts'
import { blockStorageSession } from './block-storage-session.ts'
import { computeSession } from './compute-session.ts'
import { identitySession } from './identity-session.ts'
import { imageSession } from './image-session.ts'
import type { Asked, JudgedFront } from './judged-front.ts'
import { networkSession } from './network-session.ts'
import { objectStoreSession } from './object-store-session.ts'
import { placementSession } from './placement-session.ts'

/** At which microversions the services with microversions are asked. */
export interface AskedVersions {
  readonly compute: readonly string[]
  readonly volume: readonly string[]
  readonly placement: readonly string[]
}

/** Asks every service's session. `before` is called with each request that has a body, before it is sent. */
export const wholeSession = async (
  front: JudgedFront,
  versions: AskedVersions,
  before?: (asked: Asked) => Promise<void>,
): Promise<void> => {
  const { memberProject: projectId, adminProject, memberPassword } = front
  const ask = front.asking({}, before)
  const quiet = front.asking({})
  await identitySession(ask, memberPassword)
  await imageSession(ask, adminProject)
  await networkSession(ask, projectId)
  if (front.routes.some((route) => route.includes('/v1/:account'))) await objectStoreSession(quiet, projectId)

  const imageId = (await quiet('GET /image/v2/images?name=debian-12')).body.images[0].id
  const networkId = (await quiet('POST /network/v2.0/networks', { network: { name: 'net' } })).body.network.id
  await quiet('POST /network/v2.0/subnets', { subnet: { network_id: networkId, cidr: '198.19.0.0/24', ip_version: 4 } })
  for (const version of versions.volume)
    await blockStorageSession(
      front.asking({ 'openstack-api-version': `volume ${version}` }, before),
      { projectId, adminProject, imageId },
      microversion(version),
    )
  const volumes = `/volume/v3/${projectId}/volumes`
  const volumeId = (await quiet(`POST ${volumes}`, { volume: { size: 1 } })).body.volume.id
  for (const version of versions.compute)
    await computeSession(
      front.asking({ 'openstack-api-version': `compute ${version}` }, before),
      { projectId, imageId, networkId, volumeId },
      microversion(version),
    )
  const server = (
    await quiet('POST /compute/v2.1/servers', {
      server: {
        name: 'placed',
        imageRef: imageId,
        flavorRef: (await quiet('GET /compute/v2.1/flavors')).body.flavors[0].id,
        networks: [{ uuid: networkId }],
      },
    })
  ).body.server.id
  for (const version of versions.placement)
    await placementSession(
      front.asking({ 'openstack-api-version': `placement ${version}` }, before),
      { projectId, serverId: server },
      microversion(version),
    )
}

/** Asks for the routes that no session asked for, each once with ids that stand for nothing: what this cloud does not offer is refused. */
export const remainingRoutes = async (front: JudgedFront, asked: ReadonlySet<string>): Promise<readonly string[]> => {
  const missed = missedRoutes(front.routes, asked)
  const ask = front.asking({})
  for (const route of missed) {
    const path = route.replaceAll(parameter, '11111111-2222-4333-8444-555555555555')
    await ask(path, /^(POST|PUT|PATCH)/.test(route) ? {} : undefined, { as: 'admin', any: true })
  }
  return missed
}

/** Those of the routes that none of the requests (`GET /a/path`) is for. Nova's v2, its paths with a project and Cinder's without are second names. */
const missedRoutes = (routes: readonly string[], asked: ReadonlySet<string>): readonly string[] => {
  const requests = [...asked]
  return [...new Set(routes)].filter((route) => {
    if (/^\w+ (\/compute\/v2\/|\/compute\/v2\.1\/:project|\/volume\/v3\/(?!:project))/.test(route)) return false
    const pattern = new RegExp(`^${route.replaceAll(parameter, '[^/]+').replaceAll('.', '[.]')}$`)
    return !requests.some((request) => pattern.test(request))
  })
}

const parameter = /:\w+(\{(?:[^{}]|\{[^{}]*\})*\})?/g

/** The microversions, from the lowest to the front's newest, at which the description says something new: one of `every`, and the newest always. */
export const describedVersions = (
  description: Description,
  { lowest, newest, every = 1 }: { readonly lowest: string; readonly newest: string; readonly every?: number },
): readonly string[] => {
  const floors = new Set([lowest, newest])
  for (const [, floor] of JSON.stringify(description).matchAll(/"min-ver":"?([\d.]+)/g)) if (floor) floors.add(floor)
  return [...floors]
    .filter((floor) => /^\d+\.\d+$/.test(floor))
    .map(microversion)
    .filter(
      (floor) =>
        compareMicroversions(floor, microversion(lowest)) >= 0 &&
        compareMicroversions(floor, microversion(newest)) <= 0,
    )
    .sort(compareMicroversions)
    .filter((_, index, all) => index % every === 0 || index === all.length - 1)
    .map(({ major, minor }) => `${major}.${minor}`)
}

const microversion = (text: string): Microversion => parseMicroversion(text) ?? { major: 0, minor: 0 }
