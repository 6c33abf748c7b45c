import { RootCommand } from '@bomb.sh/tab'
import { commandTable } from './command-table.ts'
import { printedBy } from './completion-script.ts'
import { outputFormats } from './context.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import type { World } from './world.ts'

/** Answers a shell's question of what may follow, in the protocol of @bomb.sh/tab. */
export const complete = (world: World): ExitCode => {
  const words = world.argv.slice(world.argv[1] === '--' ? 2 : 1)
  world.stdout.write(printedBy(() => grammar().parse([...words])))
  return exitCode.done
}

const grammar = (): RootCommand => {
  const root = new RootCommand()
  for (const spec of commandTable) {
    const words = spec.words.split(' ')
    const [group] = words
    if (words.length > 1 && group && !root.commands.has(group)) root.command(group, `commands about a ${group}`)
    const command = root.command(spec.words, spec.summary)
    for (const { form, values = [] } of spec.arguments ?? [])
      command.argument(form.replace(/[<>[\].]/g, ''), (offer) => values.forEach((value) => void offer(value, '')))
    const options = [...(spec.options ?? [])]
    if (spec.prints !== 'text')
      options.push({ form: '--output <format>', description: 'how data is printed', values: outputFormats })
    if (spec.prints === 'events') options.push({ form: '--events', description: 'print events' })
    if (spec.asks) options.push({ form: '--yes', description: 'do not ask' })
    for (const { form, description, values = [] } of options) {
      const name = form.replace(/^--/, '').split(' ')[0] ?? ''
      if (form.includes(' '))
        command.option(name, description, (offer) => values.forEach((value) => void offer(value, '')))
      else command.option(name, description)
    }
  }
  return root
}
