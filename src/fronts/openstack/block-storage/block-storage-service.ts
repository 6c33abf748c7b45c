import { compareMicroversions, parseMicroversion } from '../../../wire/openstack/microversion.ts'
import type { Front } from '../kernel/front.ts'
import type { ServiceApp, ServiceDefinition, Site } from '../kernel/service.ts'
import { mountAbsentRoutes } from './absent-routes.ts'
import { mountAttachmentRoutes } from './attachment-routes.ts'
import { blockStorageFault } from './block-storage-fault.ts'
import type { CinderContext } from './cinder-context.ts'
import { cinderRoutes } from './cinder-context.ts'
import { tidyAfterClone } from './clone-volume.ts'
import { mountMetadataRoutes } from './metadata-routes.ts'
import { mountOperatorRoutes } from './operator-routes.ts'
import { mountQuotaRoutes } from './quota-routes.ts'
import { BlockStorageQuotas } from './quotas.ts'
import { SnapshotLibrary } from './snapshot-library.ts'
import { mountSnapshotRoutes } from './snapshot-routes.ts'
import { mountTransferRoutes } from './transfer-routes.ts'
import { mountTypeRoutes } from './type-routes.ts'
import { mountVolumeActionRoutes } from './volume-action-routes.ts'
import { VolumeLibrary } from './volume-library.ts'
import { mountVolumeRoutes } from './volume-routes.ts'
import { VolumeTypes } from './volume-types.ts'
import { VolumeZones } from './volume-zones.ts'

const newest = '3.71'

/** True when the cloud below has volumes: without them the service is not in the catalog. */
export const isBlockStorageOffered = ({ driver }: Front): boolean => driver.volumes !== undefined

/**
 * Cinder's v3 API, microversions 3.0 to 3.71 or as far as the operator's profile goes; v2, which is 3.0 under another name, where that has none
 * (openstack/cinder `cinder/api/openstack/rest_api_version_history.rst`).
 */
export const blockStorageService = (front: Front): ServiceDefinition => ({
  type: 'block-storage',
  aliases: [`volume${folderOf(front)}`, 'volume'],
  name: 'cinder',
  path: '/volume',
  endpoint: `/${folderOf(front)}/{project_id}`,
  ...(isSecondVersion(front) ? {} : { microversions: { min: '3.0', max: newestOf(front), word: 'volume' } }),
  public: (method, path) => method === 'GET' && /^(\/?|\/v[23]\/?)$/.test(path),
  fault: blockStorageFault,

  mount(app, _front, site) {
    mountVersionRoutes(app, front, site)
    const cinder = cinderContext(front, cinderRoutes(app, `/volume/${folderOf(front)}`), site)
    const { routes, volumes, snapshots } = cinder
    front.mirror.on('volume', (record, before) => {
      if (!record && before) volumes.forget(before.id)
    })
    front.mirror.on('snapshot', (record, before) => {
      if (!record && before && !snapshots.details.get(before.id)?.madeFor) snapshots.details.delete(before.id)
    })
    mountVolumeRoutes(cinder)
    mountVolumeActionRoutes(cinder)
    mountMetadataRoutes(routes, {
      path: 'volumes',
      what: 'Volume',
      need: (authorization, id) => volumes.need(authorization, id).details.metadata,
      needForChange: (authorization, id) =>
        volumes.needForChange(authorization, id, 'volume:update_volume_metadata').details.metadata,
      put: (id, metadata) => volumes.change(id, { metadata }),
    })
    mountSnapshotRoutes(cinder)
    mountMetadataRoutes(routes, {
      path: 'snapshots',
      what: 'Snapshot',
      need: (authorization, id) => snapshots.need(authorization, id).details.metadata,
      needForChange: (authorization, id) =>
        snapshots.needForChange(authorization, id, 'volume:update_snapshot_metadata').details.metadata,
      put: (id, metadata) => snapshots.change(id, { metadata }),
    })
    mountAttachmentRoutes(cinder)
    mountTransferRoutes(cinder)
    mountTypeRoutes(cinder)
    mountQuotaRoutes(cinder)
    mountOperatorRoutes(cinder)
    mountAbsentRoutes(cinder)
  },

  /** Clones that an earlier process began are finished by the mirror; what they were made from is tidied away here. */
  async resume() {
    const [volumes, snapshots] = [new VolumeLibrary(front), new SnapshotLibrary(front)]
    for (const { id } of [...snapshots.details]) tidyAfterClone({ front, volumes, snapshots }, id)
  },
})

const cinderContext = (front: Front, routes: CinderContext['routes'], site: Site): CinderContext => ({
  front,
  site,
  routes,
  volumes: new VolumeLibrary(front),
  snapshots: new SnapshotLibrary(front),
  quotas: new BlockStorageQuotas(front),
  types: new VolumeTypes(front),
  zones: new VolumeZones(front),
})

const isSecondVersion = ({ profile }: Front): boolean => profile.maxMicroversions.volume === 'none'

const folderOf = (front: Front): 'v2' | 'v3' => (isSecondVersion(front) ? 'v2' : 'v3')

const newestOf = ({ profile }: Front): string => {
  const asked = parseMicroversion(profile.maxMicroversions.volume ?? newest)
  const known = parseMicroversion(newest)
  if (!asked || !known) throw new RangeError(`not a microversion: ${profile.maxMicroversions.volume}`)
  return compareMicroversions(asked, known) < 0 ? `${asked.major}.${asked.minor}` : newest
}

/** Cinder gives the same document with and without the version, but for the status (openstack/cinder `cinder/api/versions.py`). */
const mountVersionRoutes = (app: ServiceApp, front: Front, site: Site): void => {
  const folder = folderOf(front)
  const about = isSecondVersion(front)
    ? { id: 'v2.0', version: '', min_version: '', updated: '2017-02-25T12:00:00Z' }
    : { id: 'v3.0', version: newestOf(front), min_version: '3.0', updated: '2023-08-31T00:00:00Z' }
  const versions = (request: Request) => ({
    versions: [
      {
        ...about,
        status: 'CURRENT',
        links: [
          { rel: 'describedby', type: 'text/html', href: 'https://docs.openstack.org/' },
          { rel: 'self', href: `${site.origin(request)}/volume/${folder}/` },
        ],
        'media-types': [
          { base: 'application/json', type: `application/vnd.openstack.volume+json;version=${folder.slice(1)}` },
        ],
      },
    ],
  })
  for (const path of ['/volume', '/volume/']) app.get(path, (context) => context.json(versions(context.req.raw), 300))
  for (const path of [`/volume/${folder}`, `/volume/${folder}/`])
    app.get(path, (context) => context.json(versions(context.req.raw)))
}
