import { expect, it } from 'vitest'
import { imageStatus } from './image-status.ts'
import { networkStatus, portStatus } from './network-status.ts'
import { portOwner } from './port-view.ts'
import { serverStatus } from './server-status.ts'
import { snapshotStatus, volumeStatus } from './volume-status.ts'

/** Every status of openstack/nova `nova/api/openstack/common.py`, with the tasks that change it. */
const servers = {
  ACTIVE: 'active',
  'ACTIVE powering-off': 'stopping',
  'ACTIVE deleting': 'deleting',
  'ACTIVE image_uploading': 'active',
  BUILD: 'building',
  'BUILD networking': 'building',
  DELETED: 'deleting',
  ERROR: 'error',
  'ERROR deleting': 'deleting',
  HARD_REBOOT: 'rebooting',
  MIGRATING: 'active',
  PASSWORD: 'active',
  PAUSED: 'paused',
  REBOOT: 'rebooting',
  REBUILD: 'building',
  RESCUE: 'rescued',
  RESIZE: 'resizing',
  REVERT_RESIZE: 'resizing',
  SHELVED: 'shelved',
  SHELVED_OFFLOADED: 'shelved',
  SHUTOFF: 'stopped',
  'SHUTOFF powering-on': 'starting',
  SOFT_DELETED: 'deleting',
  SUSPENDED: 'suspended',
  UNKNOWN: 'unknown',
  VERIFY_RESIZE: 'resize_pending',
  'VERIFY_RESIZE resize_confirming': 'resizing',
  'VENDOR_STATUS-9': 'unknown',
}

it.each(Object.entries(servers))('a server that is %s is %s', (shown, expected) => {
  const [status = '', task = null] = shown.split(' ')
  expect(serverStatus({ status, 'OS-EXT-STS:task_state': task })).toBe(expected)
})

/** Every status of openstack/cinder `cinder/objects/fields.py`, VolumeStatus; in the second column when attached. */
const volumes: ReadonlyArray<readonly [string, string, string]> = [
  ['creating', 'creating', 'creating'],
  ['downloading', 'creating', 'creating'],
  ['restoring-backup', 'creating', 'creating'],
  ['managing', 'creating', 'creating'],
  ['available', 'available', 'available'],
  ['awaiting-transfer', 'available', 'available'],
  ['attaching', 'attaching', 'attaching'],
  ['reserved', 'attaching', 'attaching'],
  ['in-use', 'in_use', 'in_use'],
  ['detaching', 'detaching', 'detaching'],
  ['extending', 'extending', 'extending'],
  ['deleting', 'deleting', 'deleting'],
  ['deleted', 'deleting', 'deleting'],
  ['unmanaging', 'deleting', 'deleting'],
  ['error', 'error', 'error'],
  ['error_deleting', 'error', 'error'],
  ['error_extending', 'error', 'error'],
  ['error_restoring', 'error', 'error'],
  ['error_managing', 'error', 'error'],
  ['backing-up', 'available', 'in_use'],
  ['retyping', 'available', 'in_use'],
  ['uploading', 'available', 'in_use'],
  ['maintenance', 'available', 'in_use'],
]

it.each(volumes)('a volume that is %s is %s, or when attached %s', (status, free, attached) => {
  expect([volumeStatus(status, false), volumeStatus(status, true)]).toEqual([free, attached])
})

it.each([
  ['available', 'available'],
  ['backing-up', 'available'],
  ['restoring', 'available'],
  ['creating', 'creating'],
  ['updating', 'creating'],
  ['deleting', 'deleting'],
  ['deleted', 'deleting'],
  ['unmanaging', 'deleting'],
  ['error', 'error'],
  ['error_deleting', 'error'],
])('a snapshot that is %s is %s', (status, expected) => expect(snapshotStatus(status)).toBe(expected))

it.each([
  ['queued', 'queued'],
  ['saving', 'importing'],
  ['uploading', 'importing'],
  ['importing', 'importing'],
  ['active', 'active'],
  ['deactivated', 'deactivated'],
  ['killed', 'error'],
  ['deleted', 'deleting'],
  ['pending_delete', 'deleting'],
  ['what else', 'error'],
])('an image that is %s is %s', (status, expected) => expect(imageStatus(status)).toBe(expected))

it.each([
  ['ACTIVE', 'active', 'active'],
  ['DOWN', 'active', 'down'],
  ['BUILD', 'building', 'building'],
  ['ERROR', 'error', 'error'],
  ['N/A', 'active', 'down'],
])('what is %s is %s for a network and %s for a port', (status, network, port) => {
  expect([networkStatus(status), portStatus(status)]).toEqual([network, port])
})

it.each([
  ['', 'none'],
  ['compute:nova', 'server'],
  ['compute:eu-de-01', 'server'],
  ['baremetal:none', 'server'],
  ['network:router_interface', 'router'],
  ['network:router_interface_distributed', 'router'],
  ['network:ha_router_replicated_interface', 'router'],
  ['network:router_gateway', 'router_gateway'],
  ['network:floatingip', 'floating_ip'],
  ['network:dhcp', 'service'],
  ['Octavia', 'service'],
])('a port of %s is held by %s', (owner, expected) => expect(portOwner(owner)).toBe(expected))
