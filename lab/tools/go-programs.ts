import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const bin = join(import.meta.dirname, '..', '..', '.lab', 'tools', 'go')
const gophercloudSources = join(import.meta.dirname, 'gophercloud')

/** A program that others publish as a Go module, as its checksum pins it. */
interface GoProgram {
  readonly name: string
  readonly module: string
  readonly version: string
  /** The module's `h1:` sum. Checked here, since Go's checksum database does not know every module. */
  readonly sum: string
  readonly package: string
}

const openTofu: GoProgram = {
  name: 'tofu',
  module: 'github.com/opentofu/opentofu',
  version: 'v1.12.6',
  sum: 'h1:0VT4P8pMmGcCUnQ9JDrJ+Qg2d35Vzm4FFd/9+H7oF98=',
  package: './cmd/tofu',
}

const openstackProvider: GoProgram = {
  name: 'terraform-provider-openstack',
  module: 'github.com/terraform-provider-openstack/terraform-provider-openstack/v3',
  version: 'v3.4.0',
  sum: 'h1:Ap8gvameIY5ZM7CMh7fngP/VoIyeupzKX3izoyfp9yg=',
  package: '.',
}

/** The version of OpenTofu's provider for OpenStack, which does not tell it itself. */
export const openstackProviderVersion = openstackProvider.version

/** The folder of the Go programs, such as `tofu`, `terraform-provider-openstack` and `gophercloud-session`. */
export const goPrograms = bin

/** Why no Go program can be built on this machine; `undefined` where they can. From 1.21 on, Go brings in the newer one that a module asks for. */
export const goIsMissing = async (): Promise<string | undefined> => {
  const said = await run('go', ['version']).then(
    ({ stdout }) => stdout,
    () => '',
  )
  const minor = /^go version go1\.(\d+)/.exec(said)?.[1]
  return Number(minor) >= 21 ? undefined : 'there is no Go 1.21 or newer on this machine to build it with'
}

/** Builds OpenTofu and its provider for OpenStack, unless they are there: ten minutes of a processor, and 3 GB in Go's caches. */
export const installOpenTofu = async (say: (line: string) => void): Promise<void> => {
  for (const program of [openTofu, openstackProvider]) {
    if (await isBuilt(program.name, program.sum)) continue
    say(`building ${program.name} ${program.version} into .lab/tools/go (once, several minutes)`)
    const folder = await download(program)
    await build(program.name, folder, program.package, program.sum)
  }
}

/** Builds the session in lab/tools/gophercloud, unless it is there as written. Needs Go, and a module proxy. */
export const installGophercloudSession = async (say: (line: string) => void): Promise<void> => {
  const hash = createHash('sha256')
  for (const file of (await readdir(gophercloudSources)).sort())
    hash.update(await readFile(join(gophercloudSources, file)))
  const stamp = hash.digest('hex')
  if (await isBuilt('gophercloud-session', stamp)) return
  say('building the gophercloud session into .lab/tools/go (once, a minute)')
  await build('gophercloud-session', gophercloudSources, '.', stamp)
}

const stampOf = (name: string) => join(bin, `${name}.stamp`)

const isBuilt = async (name: string, stamp: string): Promise<boolean> =>
  (await readFile(stampOf(name), 'utf8').catch(() => '')) === stamp

/** Gives the folder in Go's module cache. Throws for a module that is not the pinned one. */
const download = async ({ module, version, sum }: GoProgram): Promise<string> => {
  const { stdout } = await run('go', ['mod', 'download', '-json', `${module}@${version}`], {
    cwd: import.meta.dirname,
    env: { ...process.env, GONOSUMDB: module },
  })
  const { Dir, Sum } = JSON.parse(stdout) as { readonly Dir: string; readonly Sum: string }
  if (Sum !== sum) throw new Error(`${module} ${version} has the sum ${Sum}, not ${sum}`)
  return Dir
}

const build = async (name: string, folder: string, what: string, stamp: string): Promise<void> => {
  await mkdir(bin, { recursive: true })
  const flags = ['-buildvcs=false', '-trimpath', '-ldflags', '-s -w']
  await run('nice', ['go', 'build', '-C', folder, ...flags, '-o', join(bin, name), what], { maxBuffer: 67_108_864 })
  await writeFile(stampOf(name), stamp)
}
