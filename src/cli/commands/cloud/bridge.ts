import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { defaultFrontProfile } from '../../../embedded/default-front-profile.ts'
import { cloudsYamlEntry } from '../../../fronts/openstack/clouds-yaml-entry.ts'
import { Disposal } from '../../../lib/disposal.ts'
import { aborted } from '../../aborted.ts'
import { command } from '../../command.ts'
import { exitCode } from '../../exit-code.ts'
import { stateFolder } from '../../state-folder.ts'

const input = z.object({
  driver: z.enum(['aws']),
  region: z.string().min(1),
  endpoint: z.url().optional(),
  port: z.coerce.number().int().min(0).max(65_535).default(0),
  state: z.string().optional(),
})

/** Apart from the command, whose `await using` keeps tsc from rewriting the names of what is imported (TypeScript 6.0). */
const load = async () => ({
  ...(await import('../../../drivers/registry.ts')),
  ...(await import('../../../fronts/openstack/front.ts')),
  ...(await import('../../../fronts/openstack/store/sqlite-store.ts')),
  ...(await import('../../../fronts/listen.ts')),
  ...(await import('yaml')),
})

/** `portolan cloud bridge` */
export const cloudBridgeCommand = command(input, async (context, { driver: kind, region, endpoint, port, state }) => {
  const { world } = context
  const { clock, random } = world
  const folder =
    state === undefined ? join(stateFolder(world), 'bridges', `${kind}-${region}`) : resolve(world.cwd, state)
  const file = join(folder, 'clouds.yaml')
  const { openDriver, openOpenStackFront, openSqliteStore, listen, parse, stringify } = await load()
  const known = await world.files.read(file).then(
    (text) => parse(text) as Record<string, Record<string, { auth: { password: string } }>>,
    () => undefined,
  )
  const passwordOf = (name: string) => known?.clouds?.[name]?.auth.password ?? randomBytes(24).toString('base64url')
  const users = { admin: passwordOf(`${kind}-admin`), demo: passwordOf(kind) }

  await using running = new Disposal()
  const driver = running.use(
    await openDriver({ kind, options: { region, ...(endpoint === undefined ? {} : { endpoint }) } }),
  )
  const front = running.use(
    await openOpenStackFront({
      driver,
      profile: { ...defaultFrontProfile, name: kind, region },
      store: running.use(await openSqliteStore(join(folder, 'front.db'))),
      clock,
      random,
      users: { adminPassword: users.admin, demo: { projectName: 'demo', userName: 'demo', password: users.demo } },
      onUnexpected: (error) =>
        context.say(`the bridge failed inside: ${error instanceof Error ? error.message : String(error)}`),
    }),
  )
  const { origin } = running.use(
    await listen((request, { incoming }) => front.fetch(request, incoming.url), { host: '127.0.0.1', port }),
  )
  const address = { origin, region, domainName: defaultFrontProfile.domain.name }
  const clouds = {
    [kind]: cloudsYamlEntry(address, { userName: 'demo', projectName: 'demo', password: users.demo }),
    [`${kind}-admin`]: cloudsYamlEntry(address, { userName: 'admin', projectName: 'admin', password: users.admin }),
  }
  const yaml = stringify({ clouds }, { lineWidth: 0 })
  await world.files.write(file, yaml, { secret: true })
  world.stdout.write(yaml)
  context.say(`OpenStack's APIs over ${kind} ${region}: ${origin}`)
  context.say(`offered: ${front.serviceTypes.join(', ')}; what ${kind} lacks here is refused by name`)
  context.say(`\nThe same is in ${file}. In another shell:\n`)
  context.say(`  export OS_CLIENT_CONFIG_FILE=${file} OS_CLOUD=${kind}`)
  context.say('  openstack server list\n\nCtrl-C stops it; what was made stays, and the next start goes on with it.')
  await aborted(context.drain)
  return exitCode.done
})
