import { randomBytes } from 'node:crypto'
import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { installPythonTools, pythonTool } from '../../../lab/python-tools.ts'
import { goIsMissing, goPrograms, installOpenTofu, openstackProviderVersion } from '../../../lab/tools/go-programs.ts'
import { newPublicKey } from '../new-public-key.ts'
import { runClient } from './run-client.ts'
import type { ClientSession, Seen, SessionPlace } from './session.ts'

interface State {
  readonly values?: {
    readonly root_module: {
      readonly resources: ReadonlyArray<{
        readonly address: string
        readonly values: Readonly<Record<string, unknown>>
      }>
    }
  }
}

const tofu = join(goPrograms, 'tofu')
const router = 'openstack_networking_router_v2.edge'

const run = async ({ folder, environment, cloud }: SessionPlace): Promise<Seen> => {
  await cp(join(import.meta.dirname, 'opentofu'), folder, { recursive: true })
  await writeFile(join(folder, 'image.img'), randomBytes(50_000))
  const overrides = `"terraform-provider-openstack/openstack" = ${JSON.stringify(goPrograms)}`
  await writeFile(
    join(folder, 'tofu.rc'),
    `provider_installation {\n  dev_overrides { ${overrides} }\n  direct {}\n}\n`,
  )
  const login = { ...environment, OS_CLOUD: cloud, TF_CLI_CONFIG_FILE: join(folder, 'tofu.rc') }
  const script = join(import.meta.dirname, 'offer.py')
  const offer = JSON.parse(await runClient({ folder, environment: login }, pythonTool('python'), [script])) as object
  await writeFile(join(folder, 'terraform.tfvars.json'), JSON.stringify({ ...offer, public_key: newPublicKey() }))

  const say = (...args: string[]) => runClient({ folder, environment: login }, tofu, args)
  const state = async () => JSON.parse(await say('show', '-json')) as State
  const summary = async (...args: string[]) => lastLine(await say(...args, '-no-color'), /complete!|No changes\./)

  const applied = await summary('apply', '-auto-approve')
  const { values } = await state()
  const resources = values?.root_module.resources ?? []
  const unchanged = await summary('plan', '-detailed-exitcode')
  const id = String(resources.find(({ address }) => address === router)?.values.id)
  await say('state', 'rm', router)
  await say('import', router, id)
  const imported = await summary('plan', '-detailed-exitcode')
  const destroyed = await summary('destroy', '-auto-approve')
  return {
    applied,
    resources: Object.fromEntries(resources.map(({ address, values }) => [address, filled(values)])),
    'planned again': unchanged,
    'planned after an import': imported,
    destroyed,
    left: (await state()).values ?? 'nothing',
  }
}

const filled = (values: Readonly<Record<string, unknown>>) =>
  Object.keys(values)
    .filter((name) => !['null', '""', '[]', '{}'].includes(JSON.stringify(values[name])))
    .sort()

const lastLine = (said: string, fits: RegExp) => said.split('\n').findLast((line) => fits.test(line)) ?? said

/** OpenTofu with the provider for OpenStack: a configuration as users write it. */
export const openTofuSession: ClientSession = {
  client: 'OpenTofu',
  absent: goIsMissing,
  async install(say) {
    await installPythonTools(say)
    await installOpenTofu(say)
  },
  async version() {
    const said = await runClient({ folder: '/', environment: { HOME: '/' } }, tofu, ['version'])
    return `${/OpenTofu v(\S+)/.exec(said)?.[1]}, provider ${openstackProviderVersion.slice(1)}`
  },
  run,
}
