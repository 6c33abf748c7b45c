import { join, resolve } from 'node:path'
import { z } from 'zod'
import { aborted } from '../../aborted.ts'
import { command } from '../../command.ts'
import { usageError } from '../../command-error.ts'
import { cloudsYamlFor, startEmbeddedClouds } from '../../embedded-clouds.ts'
import { openExchangeRecord } from '../../exchange-record.ts'
import { exitCode } from '../../exit-code.ts'
import { profilesNamed } from '../../profiles-named.ts'
import { stateFolder } from '../../state-folder.ts'

const input = z.object({
  profile: z.array(z.string()).min(1).default(['classic']),
  port: z.coerce.number().int().min(0).max(65_535).default(0),
  state: z.string().optional(),
  latency: z.enum(['realistic', 'none']).default('none'),
  record: z.string().optional(),
})

/** `portolan cloud serve` */
export const cloudServeCommand = command(input, async (context, { profile, port, state, latency, record }) => {
  const { world } = context
  const profiles = await profilesNamed(context, profile)
  if (port > 0 && port + profiles.length - 1 > 65_535) throw usageError('--port leaves no room for so many clouds')
  await using exchanges =
    record === undefined ? undefined : await openExchangeRecord(world.files, resolve(world.cwd, record))
  await using running = await startEmbeddedClouds(context, {
    profiles,
    latency,
    ...(port > 0 ? { port } : {}),
    ...(exchanges ? { observe: exchanges.add } : {}),
  })
  const folder = state === undefined ? join(stateFolder(world), 'served') : resolve(world.cwd, state)
  const yaml = await cloudsYamlFor(context, running.clouds, folder, { admins: true })
  const file = join(folder, 'clouds.yaml')
  await world.files.write(file, yaml, { secret: true })
  world.stdout.write(yaml)
  for (const cloud of running.clouds)
    context.say(`${cloud.name}: ${cloud.origin} (simulated: ${cloud.profile.description})`)
  context.say(`\nThe same is in ${file}. In another shell:\n`)
  context.say(`  export OS_CLIENT_CONFIG_FILE=${file} OS_CLOUD=${running.clouds[0]?.name}`)
  context.say('  openstack server list\n\nCtrl-C stops them, and everything in them is gone.')
  await aborted(context.drain)
  return exitCode.done
})
