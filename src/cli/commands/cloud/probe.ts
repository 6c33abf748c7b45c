import { z } from 'zod'
import { compareProfiles, type ProfileDifference } from '../../../assessment/profile/compare-profiles.ts'
import { type MeasuredProfile, measureProfile } from '../../../assessment/profile/measure-profile.ts'
import { readProfileFacts } from '../../../assessment/profile/profile-facts.ts'
import { profileText } from '../../../assessment/profile/profile-text.ts'
import type { EmbeddedProfile } from '../../../embedded/embedded-profile.ts'
import { Disposal } from '../../../lib/disposal.ts'
import { resolveCloud } from '../../../openstack/config/resolve-cloud.ts'
import { openCloudSession } from '../../../openstack/session/open-cloud-session.ts'
import { cloudSources } from '../../cloud-sources.ts'
import { command } from '../../command.ts'
import { usageError } from '../../command-error.ts'
import type { Context } from '../../context.ts'
import { cloudsYamlFor, startEmbeddedClouds } from '../../embedded-clouds.ts'
import { type ExitCode, exitCode } from '../../exit-code.ts'
import { type CloudChoice, openCloud } from '../../open-cloud.ts'
import { profilesNamed } from '../../profiles-named.ts'
import { printDocument, printList } from '../../render/print-list.ts'

const input = z.object({
  name: z.string().optional(),
  region: z.string().optional(),
  embedded: z.boolean().default(false),
  against: z.string().optional(),
})

/** `portolan cloud probe NAME --against PROFILE` */
export const cloudProbeCommand = command(input, async (context, { name, region, embedded, against }) => {
  if (name?.startsWith('aws:')) throw usageError('a profile is of an OpenStack cloud: cloud probe takes no aws:REGION')
  if (embedded && name === undefined) throw usageError('--embedded needs the name of a profile')
  const measured =
    embedded && name !== undefined
      ? await probeEmbedded(context, name)
      : await probe(context, { name, region }, 'portolan cloud probe')
  if (against !== undefined) return compare(context, measured, await probeEmbedded(context, against))
  const { profile, unmeasured } = measured
  if (context.output === 'json') await printDocument(context, { schema: 'portolan.probe/1', profile, unmeasured })
  else context.world.stdout.write(context.output === 'name' ? `${profile.name}\n` : await profileText(measured))
  return exitCode.done
})

/** Both clouds are asked the same, so that what cannot be measured differs nowhere. */
const compare = async (context: Context, here: MeasuredProfile, there: MeasuredProfile): Promise<ExitCode> => {
  const differences = compareProfiles(here.profile, there.profile)
  await printList(context, {
    items: differences,
    name: ({ key }) => key,
    columns: [
      { title: 'key', value: ({ key }) => key },
      { title: here.profile.name, value: (difference) => shown(difference, 'here') },
      { title: `profile ${there.profile.name}`, value: (difference) => shown(difference, 'there') },
    ],
    document: { schema: 'portolan.probe-comparison/1', differences, unmeasured: here.unmeasured },
    whenEmpty: `${here.profile.name} is as the profile ${there.profile.name} says, as far as it can be measured.`,
  })
  return differences.length > 0 ? exitCode.checksFailed : exitCode.done
}

const shown = (difference: ProfileDifference, side: 'here' | 'there'): string => {
  const value = difference[side]
  return value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value)
}

/** Starts an embedded cloud of that profile, and reaches it the way everybody reaches a cloud: by a clouds.yaml, over HTTP. */
const probeEmbedded = async (context: Context, name: string): Promise<MeasuredProfile> => {
  const [profile, ...more] = await profilesNamed(context, [name])
  if (!profile || more.length > 0) throw usageError(`${name} is not one profile`)
  return probeProfile(context, profile)
}

const probeProfile = async (context: Context, profile: EmbeddedProfile): Promise<MeasuredProfile> => {
  await using open = new Disposal()
  const folder = open.use(await context.world.files.temporaryFolder())
  const { clouds } = open.use(await startEmbeddedClouds(context, { profiles: [profile], latency: 'none' }))
  const cloudsFile = `${folder.path}/clouds.yaml`
  await context.world.files.write(cloudsFile, await cloudsYamlFor(context, clouds, folder.path), { secret: true })
  return await probe(context, { name: profile.name, cloudsFile }, `portolan cloud probe --embedded ${profile.name}`)
}

const probe = async (context: Context, choice: CloudChoice, source: string): Promise<MeasuredProfile> => {
  const { world, stop } = context
  await using open = new Disposal()
  const { cloud } = open.use(await openCloud(context, choice))
  const { config } = await resolveCloud({
    ...cloudSources(world),
    ...(choice.cloudsFile ? { env: { OS_CLIENT_CONFIG_FILE: choice.cloudsFile } } : {}),
    fetch: world.fetch,
    signal: stop,
    ...(choice.name ? { name: choice.name } : {}),
    ...(choice.region ? { region: choice.region } : {}),
  })
  const { clock, random } = world
  const { session } = open.use(await openCloudSession({ values: config, clock, random, signal: stop }))
  const facts = await readProfileFacts({ cloud, session, values: config }, { signal: stop })
  return measureProfile(
    profileName(cloud.name),
    facts,
    `${source}, ${new Date(clock.now()).toISOString().slice(0, 10)}`,
  )
}

/** A profile's name is made of small letters, digits and hyphens. */
const profileName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60) || 'probed'
