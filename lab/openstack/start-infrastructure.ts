import { access, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { Daemons } from './daemons.ts'
import { labAddresses } from './lab-addresses.ts'
import type { LabFolders } from './lab-folders.ts'
import type { LabOptions } from './lab-options.ts'
import type { LabSecrets } from './lab-secrets.ts'
import { output, succeeds } from './program-output.ts'
import { runLogged } from './run-logged.ts'

const databases = ['keystone', 'glance', 'placement', 'nova_api', 'nova', 'nova_cell0', 'neutron', 'cinder', 'heat']
const { api } = labAddresses

/** Daemons that no OpenStack service can do without, and that end after all of them. */
export const infrastructure: readonly string[] = ['mariadb', 'rabbitmq', 'epmd', 'memcached', 'libvirtd']

/** Starts database, message queue, cache and hypervisor; resolves once databases and their user are there. The queue may still be coming up. */
export const startInfrastructure = async (
  daemons: Daemons,
  { etc, log, run, state }: LabFolders,
  secrets: LabSecrets,
  { nova }: LabOptions,
): Promise<void> => {
  await daemons.start('memcached', ['memcached', '-u', 'root', '-l', api, '-p', '11211', '-m', '64', '-c', '4096'])
  await startRabbit(daemons, { etc, state })
  if (nova === 'libvirt') await startLibvirt(daemons, { etc, state })
  const data = join(state, 'mysql')
  if (!(await exists(join(data, 'mysql')))) await makeDatabase(data, log)
  await daemons.start('mariadb', ['mariadbd', `--defaults-file=${join(etc, 'my.cnf')}`, '--user=root'])
  const client = ['mariadb', '--no-defaults', '--user=root', `--socket=${join(run, 'mysql.sock')}`] as const
  await daemons.until('mariadb', () => succeeds(...client, '--execute=select 1'))
  const statements = [
    ...databases.map((name) => `create database if not exists ${name} character set utf8mb4;`),
    `create user if not exists lab@'%' identified by '${secrets.database}';`,
    `grant all on *.* to lab@'%';`,
  ]
  await runLogged(join(log, 'mariadb-install.log'), [...client], { input: statements.join('\n') })
}

/** Its superuser is this machine's root, over the socket alone. */
const makeDatabase = async (data: string, log: string): Promise<void> => {
  const made = `${data}.new`
  await rm(made, { recursive: true, force: true })
  await runLogged(join(log, 'mariadb-install.log'), [
    'mariadb-install-db',
    '--no-defaults',
    '--user=root',
    `--datadir=${made}`,
    '--auth-root-authentication-method=socket',
    '--skip-test-db',
  ])
  await rm(data, { recursive: true, force: true })
  await rename(made, data)
}

/** Resolves once the message queue takes connections. */
export const awaitRabbit = (daemons: Daemons): Promise<void> => daemons.until('rabbitmq', () => takesConnections(5672))

const startRabbit = async (daemons: Daemons, { etc, state }: Pick<LabFolders, 'etc' | 'state'>): Promise<void> => {
  const home = join(state, 'rabbitmq')
  await mkdir(home, { recursive: true })
  // A port mapper of its own: the machine may have another one, or none.
  const env = { ERL_EPMD_ADDRESS: '127.0.0.1', ERL_EPMD_PORT: '4370', HOME: home }
  await daemons.start('epmd', ['epmd', '-address', '127.0.0.1', '-port', '4370'], env)
  await daemons.start('rabbitmq', ['/usr/lib/rabbitmq/bin/rabbitmq-server'], {
    ...env,
    RABBITMQ_NODENAME: 'lab@localhost',
    RABBITMQ_CONFIG_FILE: join(etc, 'rabbitmq.conf'),
    RABBITMQ_MNESIA_BASE: join(home, 'mnesia'),
    RABBITMQ_LOG_BASE: home,
    RABBITMQ_ENABLED_PLUGINS_FILE: join(etc, 'rabbitmq-plugins'),
    RABBITMQ_DIST_PORT: '25673',
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS:
      '+S 1:1 +sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}',
  })
}

/** In a mount namespace of its own, in which alone its /etc has our settings. */
const startLibvirt = async (daemons: Daemons, { etc, state }: Pick<LabFolders, 'etc' | 'state'>): Promise<void> => {
  // Where Nova mounts volumes: shared, so that what is mounted there later is seen in that namespace too.
  const volumes = join(state, 'nova', 'mnt')
  await mkdir(volumes, { recursive: true })
  if (!(await succeeds('mountpoint', '-q', volumes))) {
    await output('mount', '--bind', volumes, volumes)
    await output('mount', '--make-shared', volumes)
  }
  const begin = [
    'mount --bind "$1/qemu.conf" /etc/libvirt/qemu.conf',
    '{ [ ! -d /etc/libvirt/qemu/networks ] || mount -t tmpfs none /etc/libvirt/qemu/networks; }',
    'exec libvirtd --config "$1/libvirtd.conf"',
  ].join(' && ')
  await daemons.start('libvirtd', ['unshare', '--mount', '--propagation', 'slave', 'sh', '-c', begin, 'sh', etc])
  await daemons.until('libvirtd', () => succeeds('virsh', '--connect', 'qemu:///system', 'version'))
}

/** Destroys the guests of this lab, known by their disks and by Nova's mark; forgets them too when asked to. */
export const endGuests = async ({ state }: LabFolders, forget: boolean): Promise<void> => {
  const virsh = (...words: readonly string[]) =>
    output('virsh', '--connect', 'qemu:///system', ...words).catch(() => '')
  for (const name of (await virsh('list', '--all', '--name')).split('\n').filter(Boolean)) {
    const definition = await virsh('dumpxml', name)
    if (!definition.includes(join(state, 'nova')) && !definition.includes('openstack.org/xmlns/libvirt/nova')) continue
    await virsh('destroy', name)
    if (forget) await virsh('undefine', name, '--nvram')
  }
  await endOrphans('/run/libvirt/qemu', join(state, 'nova'))
}

/** Ends the processes whose ids stand in a folder's files and whose command lines name ours: what libvirtd would not end, since it is gone. */
const endOrphans = async (folder: string, ours: string): Promise<void> => {
  const files = await readdir(folder).catch(() => [])
  for (const file of files.filter((name) => name.endsWith('.pid'))) {
    const id = (await readFile(join(folder, file), 'utf8').catch(() => '')).trim()
    const command = /^\d+$/.test(id) ? await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '') : ''
    if (command.includes(ours)) await succeeds('kill', '-KILL', id)
  }
}

/** Ends the helpers of Neutron's agents that run in no namespace, by the ids that the agents wrote down. */
export const endNetworkHelpers = async ({ state }: LabFolders): Promise<void> => {
  const folder = join(state, 'neutron')
  const files = (await output('find', folder, '-name', '*pid*', '-type', 'f').catch(() => '')).split('\n')
  for (const file of files.filter(Boolean)) {
    const id = (await readFile(file, 'utf8')).trim()
    const command = /^\d+$/.test(id) ? await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '') : ''
    if (command.includes(folder)) await succeeds('kill', id)
  }
}

const takesConnections = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: api, port })
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('close', () => socket.destroy())
    socket.once('connect', () => socket.end())
  })

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
