import { randomBytes } from 'node:crypto'
import { CloudError } from '../../../model/cloud-error.ts'
import { accepting, asking, type BreakDriver, breaking, giving, ignoring, refusing, without } from './breaking.ts'
import { lifeBreakers } from './life-breakers.ts'

export const serverBreakers = {
  ...lifeBreakers('servers', {
    create: 'servers.create',
    get: 'servers.get',
    list: 'servers.list',
    delete: 'servers.delete',
  }),
  'servers: a create gives what was asked for': asking('servers.create', without('metadata')),
  'servers: two tokens make two, even of one name': breaking(
    'servers.create',
    (good) => (spec, call) => good(spec, { ...call, token: 'always-the-same' }),
  ),
  'servers: one is in the zone that was asked for': giving('servers.get', without('zoneId')),
  'servers: one has an address of its own on each of its networks': breaking(
    'servers.get',
    (good) => async (id, call) => {
      const server = await good(id, call)
      return { ...server, interfaces: server.interfaces.map((one) => ({ ...one, address: '198.18.0.2' })) }
    },
  ),
  'servers: an address that is asked for is given, once': breaking('servers.create', (good) => (spec, call) => {
    const interfaces = spec.interfaces.map((one) => ('networkId' in one ? { networkId: one.networkId } : one))
    return good({ ...spec, interfaces }, call)
  }),
  'servers: user data up to the limit is taken': breaking('servers.create', (good) => async (spec, call) => {
    if ((spec.userData?.length ?? 0) > 1_000) throw new CloudError('too_large', 'broken on purpose')
    return good(spec, call)
  }),
  'servers: user data beyond the limit is refused': asking('servers.create', without('userData')),
  'servers: a flavor that does not exist is refused': accepting('servers.create'),
  'servers: an image that does not exist is refused': accepting('servers.create'),
  'servers: a network that does not exist is refused': accepting('servers.create'),
  'servers: a key pair that does not exist is refused': accepting('servers.create'),
  'servers: a security group that does not exist is refused': accepting('servers.create'),
  'servers: one boots from a volume that exists and leaves it behind': giving('servers.get', (server) => ({
    ...server,
    imageId: 'the volume’s',
  })),
  'servers: a volume made for one to boot from goes with it when asked to': breaking(
    'servers.create',
    (good) => (spec, call) => {
      const boot = 'volumeGiB' in spec.boot ? { ...spec.boot, deleteOnTermination: false } : spec.boot
      return good({ ...spec, boot }, call)
    },
  ),
  'servers: what does not exist is not found': accepting('servers.get'),
} satisfies Record<string, BreakDriver>

export const serverPowerBreakers = {
  'servers: one stops and starts': ignoring('servers.stop'),
  'servers: stopping what is stopped and starting what runs resolves': breaking(
    'servers.start',
    (good, driver) => async (id, call) => {
      const { status } = await driver.servers.get(id, call)
      if (status === 'active') throw new CloudError('conflict', 'it runs already')
      return good(id, call)
    },
  ),
  'servers: one keeps its address while it is stopped': breaking('servers.get', (good) => async (id, call) => {
    const server = await good(id, call)
    return server.status === 'stopped' ? { ...server, interfaces: [] } : server
  }),
  'servers: one comes back from a soft and from a hard reboot': breaking(
    'servers.reboot',
    (_, driver) => (id, __, call) => driver.servers.stop(id, call),
  ),
  'servers: what does not exist is not started, stopped or rebooted': accepting('servers.stop'),
  'servers: one can be resized': refusing('servers.resize', 'unsupported'),
  'servers: a resize that is not wanted after all is taken back': breaking(
    'servers.confirmation.revert',
    (_, driver) => async (id, call) => driver.servers.confirmation?.confirm(id, call),
  ),
  'servers: none is resized to what does not exist': accepting('servers.resize'),
  'servers: metadata is replaced as a whole': breaking(
    'servers.setMetadata',
    (good, driver) => async (id, metadata, call) =>
      good(id, { ...(await driver.servers.get(id, call)).metadata, ...metadata }, call),
  ),
  'servers: the status alone is the one that get shows': breaking('servers.status', () => async () => 'active'),
  'servers: what the guest wrote can be read': accepting('servers.consoleLog'),
  'servers: one can be made an image of': breaking(
    'servers.createImage',
    (good) =>
      (id, { name }, call) =>
        good(id, { name }, call),
  ),
  'servers: the same token makes an image of one once': breaking(
    'servers.createImage',
    (good) => (id, spec, call) => good(id, spec, { ...call, token: randomBytes(4).toString('hex') }),
  ),
} satisfies Record<string, BreakDriver>
