import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Daemons, serviceEnvironment } from './daemons.ts'
import { labApis } from './lab-addresses.ts'
import type { LabFolders } from './lab-folders.ts'
import type { LabOptions } from './lab-options.ts'
import { fakeHost } from './write-configuration.ts'

/** Whether an HTTP service answers, whatever it says. */
export const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(5000) }).then(
    async (response) => {
      await response.body?.cancel()
      return true
    },
    () => false,
  )

/** Starts Keystone and resolves once it answers. */
export const startKeystone = async (daemons: Daemons, { etc }: LabFolders): Promise<void> => {
  await daemons.start('keystone', ['uwsgi', '--ini', join(etc, 'keystone-uwsgi.ini')])
  await daemons.until('keystone', () => answers(`${labApis.keystone.url}/v3/`))
}

/** Starts everything else, and resolves once every API answers. Agents and compute services may still be signing on. */
export const startServices = async (
  daemons: Daemons,
  folders: LabFolders,
  { fakeComputes }: LabOptions,
): Promise<void> => {
  const { etc, source, state } = folders
  for (const folder of ['neutron', 'nova/instances', 'nova/mnt', 'cinder/mnt', 'cinder/conversion'])
    await mkdir(join(state, folder), { recursive: true })
  for (const folder of ['images', 'staging', 'tasks', 'work'])
    await mkdir(join(state, 'glance', folder), { recursive: true })
  // Those that look for mount and ebtables find the lab's own.
  const env = {
    PATH: `${join(source, 'bin')}:${serviceEnvironment.PATH}`,
    LAB_SHARE: join(state, 'cinder', 'share.ext4'),
  }
  const start = (program: string, config: string, ...more: readonly string[]) =>
    daemons.start(program, [program, '--config-file', join(etc, config), ...more], env)
  await start('neutron-server', 'neutron.conf')
  await daemons.start('placement', ['uwsgi', '--ini', join(etc, 'placement-uwsgi.ini')])
  await start('glance-api', 'glance-api.conf')
  for (const program of ['nova-conductor', 'nova-api', 'nova-scheduler']) await start(program, 'nova.conf')
  for (const program of ['cinder-api', 'cinder-scheduler', 'cinder-volume']) await start(program, 'cinder.conf')
  for (const program of ['heat-api', 'heat-engine']) await start(program, 'heat.conf')
  await startSwift(daemons, folders)
  // The agents ask it for their networks as soon as they run.
  await daemons.until('neutron-server', () => answers(labApis.neutron.url))
  await start('neutron-linuxbridge-agent', 'neutron.conf', '--config-file', join(etc, 'linuxbridge-agent.conf'))
  for (const agent of ['neutron-dhcp-agent', 'neutron-l3-agent', 'neutron-metadata-agent'])
    await start(agent, 'neutron.conf')
  await daemons.until('placement', () => answers(labApis.placement.url))
  await daemons.until('nova-api', () => answers(labApis.nova.url))
  await start('nova-compute', 'nova.conf')
  for (let index = 1; index <= fakeComputes; index += 1)
    await daemons.start(`nova-compute-${fakeHost(index)}`, [
      'nova-compute',
      '--config-file',
      join(etc, `nova-${fakeHost(index)}.conf`),
    ])
  if (fakeComputes > 0)
    await daemons.start('fake-layer-2-agents', [
      '/usr/bin/python3',
      join(source, 'fake-layer-2-agents.py'),
      String(fakeComputes),
      '--config-file',
      join(etc, 'neutron.conf'),
    ])
  for (const [daemon, api] of [
    ['glance-api', 'glance'],
    ['cinder-api', 'cinder'],
    ['heat-api', 'heat'],
    ['swift-proxy-server', 'swift'],
  ] as const)
    await daemons.until(daemon, () => answers(labApis[api].url))
}

const startSwift = async (daemons: Daemons, { etc }: LabFolders): Promise<void> => {
  for (const server of ['account-server', 'container-server', 'object-server', 'proxy-server', 'object-expirer'])
    await daemons.start(`swift-${server}`, [`swift-${server}`, join(etc, 'swift', `${server}.conf`), '--verbose'])
}
