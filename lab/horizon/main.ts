import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { homedir, platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbeddedCloud } from '../../src/embedded/embedded-cloud.ts'
import { embeddedProfile, embeddedProfileNames } from '../../src/embedded/embedded-profiles.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { Disposal } from '../../src/lib/disposal.ts'
import { systemRandom } from '../../src/lib/random.ts'
import { resolveCloud } from '../../src/openstack/config/resolve-cloud.ts'
import { installDebianPackages } from '../debian-packages.ts'
import type { HorizonCloud } from './horizon-settings.ts'
import { horizonPackages, startHorizon } from './start-horizon.ts'

const usage = `npm run lab:horizon -- [--embedded PROFILE | --cloud NAME] [--port NUMBER]

Serves Debian's Horizon on loopback until Ctrl-C: for an embedded cloud (classic when nothing is said), or for a cloud of clouds.yaml.`

const say = (line: string): void => {
  process.stderr.write(`${line}\n`)
}

/** A cloud to point Horizon at, and what its user is to know. */
interface Pointed {
  readonly cloud: HorizonCloud
  readonly advice: readonly string[]
}

const embedded = async (name: string, open: Disposal): Promise<Pointed> => {
  const profile = embeddedProfile(name)
  if (!profile) throw new Error(`no embedded profile is called ${name}; there are ${embeddedProfileNames.join(', ')}`)
  const onUnexpected = (error: unknown) => say(`the embedded cloud failed: ${String(error)}`)
  const { origin, certificate, entry, adminEntry } = open.use(
    await startEmbeddedCloud({ profile, clock: systemClock, random: systemRandom, onUnexpected }),
  )
  const folder = await mkdtemp(join(tmpdir(), 'portolan-horizon-'))
  open.use({ [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) })
  const file = join(folder, 'cloud.pem')
  if (certificate !== undefined) await writeFile(file, certificate)
  return {
    cloud: {
      keystoneUrl: `${origin}/identity/v3`,
      domainName: profile.front.domain?.name ?? 'Default',
      ...(certificate === undefined ? {} : { certificate: file }),
    },
    advice: [
      `The cloud is simulated (${profile.name}: ${profile.description}). Log in as`,
      ...[entry, adminEntry].map(({ auth }) => `  ${auth.username}, password ${auth.password}`),
      'Ctrl-C ends Horizon and the cloud, and everything in it is gone.',
    ],
  }
}

const configured = async (name: string): Promise<Pointed> => {
  const readText = (path: string) => readFile(path, 'utf8')
  const { config, region } = await resolveCloud({
    name,
    env: process.env,
    home: homedir(),
    platform: platform(),
    cwd: process.cwd(),
    readFile: readText,
  })
  const auth = config.auth as Readonly<Record<string, string | undefined>>
  const url = auth.auth_url ?? ''
  const { cacert } = config
  return {
    cloud: {
      keystoneUrl: url.replace(/\/(v2\.0|v3)?\/?$/, '/v3'),
      domainName: auth.user_domain_name ?? 'Default',
      ...(region === '' ? {} : { region }),
      ...(typeof cacert === 'string' ? { certificate: cacert } : {}),
    },
    advice: [
      `Log in to ${url} as you always do: clouds.yaml names ${auth.username ?? 'no user'}. Ctrl-C ends Horizon.`,
    ],
  }
}

const main = async (): Promise<void> => {
  const options = { embedded: { type: 'string' }, cloud: { type: 'string' }, port: { type: 'string' } } as const
  const { values } = parseArgs({ options: { ...options, help: { type: 'boolean', short: 'h' } } })
  if (values.help) return say(usage)
  if (values.cloud !== undefined && values.embedded !== undefined) throw new Error(`one cloud at a time\n\n${usage}`)
  await installDebianPackages(horizonPackages, say)
  const open = new Disposal()
  try {
    const { cloud, advice } =
      values.cloud === undefined ? await embedded(values.embedded ?? 'classic', open) : await configured(values.cloud)
    const horizon = open.use(await startHorizon(cloud, Number(values.port ?? 0)))
    process.stdout.write(`${horizon.url}\n`)
    for (const line of advice) say(line)
    await new Promise((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve)
    })
  } finally {
    await open[Symbol.asyncDispose]()
  }
}

try {
  await main()
} catch (error) {
  say(`lab:horizon: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
