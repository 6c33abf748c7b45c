import { parseArgs } from 'node:util'

/** What the lab is asked to be. */
export interface LabOptions {
  /** Which driver Nova's compute service on this machine has: real virtual machines under emulation, or none at all. */
  readonly nova: 'libvirt' | 'fake'
  /** So many more compute services with the fake driver, in a zone of their own called `fake`. */
  readonly fakeComputes: number
  /** The most things on one page of the lists of Nova, Neutron, Glance, Cinder and Swift; upstream's defaults when absent. */
  readonly pageLimit?: number
  /** Whether the image in which both example workloads can be set up is built and offered. */
  readonly workloadImage: boolean
  /** Whether `down` deletes databases, images, volumes and passwords. */
  readonly wipe: boolean
}

export const labCommands = ['up', 'down', 'status', 'clouds'] as const
export type LabCommand = (typeof labCommands)[number]

export const usage = `Usage: npm run lab:openstack -- up|down|status|clouds [options]

A real OpenStack from Debian 12's packages on this machine, as root.

  up       installs what is missing and starts what does not run; safe to repeat
    --nova libvirt|fake   real virtual machines under emulation (default), or none behind Nova's API
    --fake-computes N     N more compute services with nothing behind them, in the zone "fake"
    --page-limit N        lists of Nova, Neutron, Glance, Cinder and Swift end after N things, and the next page has more
    --workload-image      also the image in which examples/lamp.yaml and examples/swarm.yaml can be set up
  down     ends what up started
    --wipe                deletes databases, images, volumes and passwords too
  status   tells what runs
  clouds   prints the clouds.yaml that reaches it`

/** Reads the command line; a sentence when it is wrong. */
export const parseLabOptions = (
  words: readonly string[],
): { readonly command: LabCommand; readonly options: LabOptions } | string => {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        nova: { type: 'string', default: 'libvirt' },
        'fake-computes': { type: 'string', default: '0' },
        'page-limit': { type: 'string' },
        'workload-image': { type: 'boolean', default: false },
        wipe: { type: 'boolean', default: false },
      },
    })
    const command = labCommands.find((each) => each === positionals[0])
    if (!command || positionals.length > 1) return `one of ${labCommands.join(', ')} is expected`
    const { nova, wipe } = values
    if (nova !== 'libvirt' && nova !== 'fake') return '--nova is libvirt or fake'
    const fakeComputes = Number(values['fake-computes'])
    if (!Number.isInteger(fakeComputes) || fakeComputes < 0) return '--fake-computes is a number'
    const pageLimit = values['page-limit'] === undefined ? undefined : Number(values['page-limit'])
    if (pageLimit !== undefined && !(Number.isInteger(pageLimit) && pageLimit > 0))
      return '--page-limit is a number above 0'
    const options: LabOptions = {
      nova,
      fakeComputes,
      workloadImage: values['workload-image'],
      wipe,
      ...(pageLimit === undefined ? {} : { pageLimit }),
    }
    return { command, options }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
