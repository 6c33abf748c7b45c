import { RootCommand } from '@bomb.sh/tab'
import { loadClouds } from '../openstack/config/load-clouds.ts'
import { cloudSources } from './cloud-sources.ts'
import { commandTable, type NameKind } from './command-table.ts'
import { printedBy } from './completion-script.ts'
import { outputFormats } from './context.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { openUserJournal } from './open-user-journal.ts'
import type { World } from './world.ts'

type Names = Readonly<Record<NameKind, readonly string[]>>

/** Answers a shell's question of what may follow, in the protocol of @bomb.sh/tab. */
export const complete = async (world: World): Promise<ExitCode> => {
  const words = world.argv.slice(world.argv[1] === '--' ? 2 : 1)
  const names: Names = { clouds: await cloudNames(world), deployments: await deploymentNames(world) }
  world.stdout.write(printedBy(() => grammar(names).parse([...words])))
  return exitCode.done
}

/** Nobody wants to read of a broken file in the middle of a line: then there are no names. */
const cloudNames = (world: World): Promise<readonly string[]> =>
  loadClouds(cloudSources(world)).then(
    ({ clouds }) => [...clouds].filter(([, { origin }]) => origin.kind !== 'default').map(([name]) => name),
    () => [],
  )

const deploymentNames = async (world: World): Promise<readonly string[]> => {
  try {
    using journal = await openUserJournal(world)
    return journal.deployments().map(({ name }) => name)
  } catch {
    return []
  }
}

const grammar = (names: Names): RootCommand => {
  const root = new RootCommand()
  for (const spec of commandTable) {
    const words = spec.words.split(' ')
    const [group] = words
    if (words.length > 1 && group && !root.commands.has(group)) root.command(group, `commands about a ${group}`)
    const command = root.command(spec.words, spec.summary)
    for (const { form, ...offered } of spec.arguments ?? [])
      command.argument(form.replace(/[<>[\].]/g, ''), (offer) =>
        valuesOf(offered, names).forEach((value) => void offer(value, '')),
      )
    const options = [...(spec.options ?? [])]
    if (spec.prints !== 'text')
      options.push({ form: '--output <format>', description: 'how data is printed', values: outputFormats })
    if (spec.prints === 'events') options.push({ form: '--events', description: 'print events' })
    if (spec.asks) options.push({ form: '--yes', description: 'do not ask' })
    for (const { form, description, ...offered } of options) {
      const name = form.replace(/^--/, '').split(' ')[0] ?? ''
      if (form.includes(' '))
        command.option(name, description, (offer) => valuesOf(offered, names).forEach((value) => void offer(value, '')))
      else command.option(name, description)
    }
  }
  return root
}

const valuesOf = (
  offered: { readonly values?: readonly string[]; readonly names?: NameKind },
  names: Names,
): readonly string[] => [...(offered.values ?? []), ...(offered.names ? names[offered.names] : [])]
