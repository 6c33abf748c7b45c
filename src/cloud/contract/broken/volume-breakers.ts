import { randomBytes } from 'node:crypto'
import {
  accepting,
  asking,
  type BreakDriver,
  breaking,
  breakingAny,
  frozen,
  giving,
  ignoring,
  listing,
  losingLetters,
  refusing,
  without,
} from './breaking.ts'
import { lifeBreakers } from './life-breakers.ts'

export const volumeBreakers = {
  ...lifeBreakers('volumes', {
    create: 'volumes.create',
    get: 'volumes.get',
    list: 'volumes.list',
    delete: 'volumes.delete',
  }),
  'volumes: a create gives the name and the size that were asked for': losingLetters('volumes.create'),
  'volumes: a new one becomes available, attached to nothing': giving('volumes.get', (volume) => ({
    ...volume,
    bootable: true,
  })),
  'volumes: a volume is in the zone that was asked for': giving('volumes.get', without('zoneId')),
  'volumes: at most one type is the default': listing('volumes.types', () => [
    { name: 'slow', description: '', default: true },
    { name: 'fast', description: '', default: true },
  ]),
  'volumes: a volume is of the type that was asked for': giving('volumes.get', (volume) => ({
    ...volume,
    type: 'another',
  })),
  'volumes: one of no size is refused': accepting('volumes.create'),
  'volumes: a type that does not exist is refused': accepting('volumes.create'),
  'volumes: one grows, and does not shrink': accepting('volumes.extend'),
  'volumes: one can be made an image of': breaking(
    'volumes.createImage',
    (good) =>
      (id, { name, format }, call) =>
        good(id, { name, format }, call),
  ),
  'volumes: the same token makes an image of one once': breaking(
    'volumes.createImage',
    (good) => (id, spec, call) => good(id, spec, { ...call, token: randomBytes(4).toString('hex') }),
  ),
  'volumes: no image is made of one that is attached': accepting('volumes.createImage'),
  'volumes: one that is attached stays': accepting('volumes.delete'),
  'volumes: one with a snapshot stays': accepting('volumes.delete'),
  'volumes: one made from a snapshot names it and may be larger': asking('volumes.create', without('snapshotId')),
  'volumes: none is smaller than the snapshot that it is made from': accepting('volumes.create'),
  'volumes: none is made from what does not exist': accepting('volumes.create'),
  'volumes: one made from an image can be booted from': asking('volumes.create', without('imageId')),
  'volumes: what does not exist is not found': accepting('volumes.get'),
} satisfies Record<string, BreakDriver>

export const attachmentBreakers = {
  ...lifeBreakers('attachments', {
    create: 'attachments.create',
    get: 'attachments.get',
    list: 'attachments.list',
    delete: 'attachments.delete',
  }),
  'attachments: one joins the volume and the server that were asked for': giving('attachments.get', (attachment) => ({
    ...attachment,
    serverId: 'another',
  })),
  'attachments: a volume is attached to one server': accepting('attachments.create'),
  'attachments: a volume taken off is available again': ignoring('attachments.delete'),
  'attachments: a server that goes leaves its volumes behind': breaking('volumes.get', (good) => {
    const attached = new Map<string, Awaited<ReturnType<typeof good>>>()
    return async (id, call) => {
      const volume = await good(id, call)
      if (volume.status === 'in_use') attached.set(id, volume)
      return attached.get(id) ?? volume
    }
  }),
  'attachments: no volume that does not exist is attached': accepting('attachments.create'),
  'attachments: no volume is attached to what does not exist': accepting('attachments.create'),
} satisfies Record<string, BreakDriver>

export const snapshotBreakers = {
  ...lifeBreakers('snapshots', {
    create: 'snapshots.create',
    get: 'snapshots.get',
    list: 'snapshots.list',
    delete: 'snapshots.delete',
  }),
  'snapshots: one becomes available in the size of its volume': giving('snapshots.get', (snapshot) => ({
    ...snapshot,
    sizeGiB: 1,
  })),
  'snapshots: a name keeps every letter': losingLetters('snapshots.create'),
  'snapshots: a volume may go once its snapshot is gone': refusing('volumes.delete', 'conflict'),
  'snapshots: none is made of what does not exist': accepting('snapshots.create'),
} satisfies Record<string, BreakDriver>

export const quotaBreakers = {
  'quotas: every number is a count': giving('quotas.get', (quotas) => ({ ...quotas, servers: { used: -1 } })),
  'quotas: servers count with their processors and their memory': frozen('quotas.get'),
  'quotas: volumes count with their size': frozen('quotas.get'),
  'quotas: what is deleted counts no more': breakingAny('quotas.get', (good) => {
    let asked = 0
    return async (...args) => {
      asked += 1
      const quotas = (await good(...args)) as { readonly volumes?: { readonly used: number } }
      return { ...quotas, volumes: { used: (quotas.volumes?.used ?? 0) + asked } }
    }
  }),
  'quotas: key pairs count, where the cloud counts them': frozen('quotas.get'),
  'quotas: beyond a limit nothing is made': accepting('securityGroups.create'),
} satisfies Record<string, BreakDriver>

const reached = giving('guests.probe', () => ({ reached: true, simulated: true }))

export const guestBreakers = {
  'guests: a floating IP, a route and a rule let a probe through, and the answer says that no packet was sent': giving(
    'guests.probe',
    (result) => ({ ...result, simulated: false }),
  ),
  'guests: without a rule no probe gets through, and the answer says so': reached,
  'guests: where nobody listens no probe gets through': reached,
  'guests: a server that is stopped answers nobody': reached,
  'guests: neighbours of one network reach each other, and nobody from outside reaches them': reached,
  'guests: user data reaches the guest': asking('servers.create', without('userData')),
} satisfies Record<string, BreakDriver>
