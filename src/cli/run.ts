import { setMaxListeners } from 'node:events'
import { createColors } from 'picocolors'
import { buildProgram, isHelpShown, isUsageMistake } from './build-program.ts'
import { CommandError, usageError } from './command-error.ts'
import { type CommandSpec, helpTopics } from './command-table.ts'
import type { Context, OutputFormat } from './context.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { colorWanted } from './render/color-wanted.ts'
import type { World } from './world.ts'

interface Called {
  readonly spec: CommandSpec
  readonly written: Readonly<Record<string, unknown>>
}

/**
 * Runs one command to its end and tells its exit code. Never throws and never exits: every error is shown on stderr as what failed, where, and
 * what to do next.
 */
export const run = async (world: World): Promise<ExitCode> => {
  const messageColors = createColors(colorWanted(world.env, world.stderr.isTTY))
  try {
    if (world.argv[0] === 'complete') {
      const { complete } = await import('./complete.ts')
      return await complete(world)
    }
    if (world.argv[0] === 'help' && isTopic(world.argv[1])) {
      const { helpTopicText } = await import('./commands/help/topics.ts')
      world.stdout.write(helpTopicText[world.argv[1]])
      return exitCode.done
    }
    const called = parse(world)
    if (!called) return exitCode.done
    const drain = new AbortController()
    const stop = new AbortController()
    // A run's every resource listens to them.
    setMaxListeners(0, drain.signal, stop.signal)
    const release = world.onInterrupt(() => {
      if (drain.signal.aborted) return stop.abort(new CommandError('stopped', { exitCode: exitCode.interrupted }))
      drain.abort(new CommandError('interrupted', { exitCode: exitCode.interrupted }))
      world.stderr.write('\nFinishing what is in flight. Ctrl-C again stops at once.\n')
    })
    const context: Context = {
      world,
      output: (called.written.output as OutputFormat | undefined) ?? 'table',
      events: called.written.events === true,
      yes: called.written.yes === true,
      colors: createColors(colorWanted(world.env, world.stdout.isTTY)),
      messageColors,
      drain: drain.signal,
      stop: stop.signal,
      say: (line) => world.stderr.write(`${line}\n`),
    }
    if (context.events && context.output !== 'table')
      throw usageError('--events and -o cannot be used together', 'with --events the last event carries the result')
    try {
      const command = await called.spec.load()
      return await command(context, called.written)
    } catch (error) {
      throw stop.signal.aborted ? stop.signal.reason : error
    } finally {
      release()
    }
  } catch (error) {
    const { showError } = await import('./render/show-error.ts')
    return showError(error, world, messageColors)
  }
}

const isTopic = (word: string | undefined): word is (typeof helpTopics)[number] =>
  helpTopics.some((topic) => topic === word)

/** What was called; `undefined` when only help was asked for, which is then written. */
const parse = (world: World): Called | undefined => {
  const calls: Called[] = []
  const out = (text: string) => world.stdout.write(text)
  const program = buildProgram((spec, written) => void calls.push({ spec, written }), { out, err: out })
  try {
    program.parse([...world.argv], { from: 'user' })
  } catch (error) {
    if (isHelpShown(error)) return undefined
    if (isUsageMistake(error))
      throw usageError(
        error.message.replace(/^error: /, '').replace(/\n\(/, ' ('),
        'portolan --help shows the commands',
      )
    const group = program.commands.find((child) => child.name() === world.argv[0])
    world.stderr.write(`${(group ?? program).helpInformation()}\n`)
    if (group) throw usageError(`portolan ${group.name()} needs one of the commands above`)
    throw usageError('no command was given', 'portolan challenge --embedded 3 runs the main job')
  }
  return calls[0]
}
