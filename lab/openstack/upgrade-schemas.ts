import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { labApis } from './lab-addresses.ts'
import type { LabFolders } from './lab-folders.ts'
import type { LabSecrets } from './lab-secrets.ts'
import { output, succeeds } from './program-output.ts'
import { runLogged } from './run-logged.ts'

type Step = (etc: string) => ReadonlyArray<readonly [string, ...string[]]>

const identityUrl = `${labApis.keystone.url}/v3/`

/** How each service's tables are made or brought up to date, by the package whose version decides whether that is due. */
const steps = {
  keystone: (etc) => {
    const manage = ['keystone-manage', '--config-file', join(etc, 'keystone.conf')] as const
    const owner = ['--keystone-user', 'root', '--keystone-group', 'root'] as const
    const urls = ['public', 'internal', 'admin'].flatMap((kind) => [`--bootstrap-${kind}-url`, identityUrl])
    return [
      [...manage, 'db_sync'],
      [...manage, 'fernet_setup', ...owner],
      [...manage, 'credential_setup', ...owner],
      [...manage, 'bootstrap', '--bootstrap-region-id', 'RegionOne', ...urls],
    ]
  },
  'neutron-common': (etc) => [['neutron-db-manage', '--config-file', join(etc, 'neutron.conf'), 'upgrade', 'heads']],
  'placement-common': (etc) => [['placement-manage', '--config-file', join(etc, 'placement.conf'), 'db', 'sync']],
  'glance-common': (etc) => [['glance-manage', '--config-file', join(etc, 'glance-api.conf'), 'db_sync']],
  'nova-common': (etc) => {
    const manage = ['nova-manage', '--config-file', join(etc, 'nova.conf')] as const
    return [
      [...manage, 'api_db', 'sync'],
      [...manage, 'cell_v2', 'map_cell0'],
      [...manage, 'db', 'sync'],
      ['sh', '-c', '"$@" list_cells | grep -q " cell1 " || "$@" create_cell --name cell1', 'sh', ...manage, 'cell_v2'],
    ]
  },
  'cinder-common': (etc) => [['cinder-manage', '--config-file', join(etc, 'cinder.conf'), 'db', 'sync']],
  'heat-common': (etc) => [['heat-manage', '--config-file', join(etc, 'heat.conf'), 'db_sync']],
} satisfies Record<string, Step>

export type SchemaPackage = keyof typeof steps

/** Makes or upgrades the tables of one service, unless they are of the installed package's version already. */
export const upgradeSchema = async (
  name: SchemaPackage,
  { etc, log, state }: LabFolders,
  secrets: LabSecrets,
): Promise<void> => {
  const mark = join(state, `${name}.schema`)
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query fills it in
  const version = await output('dpkg-query', '--show', '--showformat', '${Version}', name)
  if ((await readFile(mark, 'utf8').catch(() => '')) === version) return
  // Not among the words of the command, which everyone on this machine can read.
  const env = { OS_BOOTSTRAP_PASSWORD: secrets.admin }
  for (const command of steps[name](etc)) await runLogged(join(log, `${name}-schema.log`), command, { env })
  await writeFile(mark, version)
}

/** Tells Nova's cell of compute services that are new. */
export const discoverHosts = ({ etc }: LabFolders): Promise<boolean> =>
  succeeds('nova-manage', '--config-file', join(etc, 'nova.conf'), 'cell_v2', 'discover_hosts')
