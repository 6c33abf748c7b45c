import { Argument, CommanderError, Option, Command as Program } from 'commander'
import { type CommandSpec, commandTable, helpTopics } from './command-table.ts'
import { outputFormats } from './context.ts'

/** Told of the command that was called, with its arguments and options in one record, named in camel case. */
export type OnCommand = (spec: CommandSpec, written: Readonly<Record<string, unknown>>) => void

export interface ProgramTexts {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
}

/** The command line's grammar, made of the table. Parsing throws `CommanderError` for help, for wrong usage, and for nothing else. */
export const buildProgram = (onCommand: OnCommand, texts: ProgramTexts): Program => {
  const root = new Program('portolan')
    .description('One workload, any cloud: deploy it, prove it, move it.')
    .option('-V, --version', 'print the version')
    .configureOutput({ writeOut: texts.out, writeErr: () => {} })
    .exitOverride()
    .enablePositionalOptions()
    .helpCommand('help [command]', 'help for a command')
    .addHelpText('after', `\nMore: portolan help ${helpTopics.join('|')}`)
  for (const spec of commandTable) addCommand(root, spec, onCommand)
  return root
}

export const isUsageMistake = (error: unknown): error is CommanderError =>
  error instanceof CommanderError && !['commander.help', 'commander.helpDisplayed'].includes(error.code)

/** True when the error only says that help was printed. */
export const isHelpShown = (error: unknown): error is CommanderError =>
  error instanceof CommanderError && error.exitCode === 0

const addCommand = (root: Program, spec: CommandSpec, onCommand: OnCommand): void => {
  const words = spec.words.split(' ')
  const parent = words.slice(0, -1).reduce((at, word) => groupOf(at, word), root)
  const made = parent
    .command(words.at(-1) ?? '')
    .description(spec.summary)
    .exitOverride()
  made.copyInheritedSettings(root)
  for (const { form, description, values } of spec.arguments ?? []) {
    const argument = new Argument(form, description)
    made.addArgument(values ? argument.choices([...values]) : argument)
  }
  for (const { form, description, values, repeatable, whole } of spec.options ?? []) {
    const option = new Option(form, repeatable ? `${description}; repeatable` : description)
    if (values) option.choices([...values])
    if (repeatable)
      option.argParser((value: string, all: string[] = []) => [...all, ...(whole ? [value] : value.split(','))])
    made.addOption(option)
  }
  if (spec.prints !== 'text')
    made.addOption(
      new Option('-o, --output <format>', 'how data is printed').choices([...outputFormats]).default('table'),
    )
  if (spec.prints === 'events') made.option('--events', 'print events, one JSON object a line, in place of the data')
  if (spec.notes) made.addHelpText('after', `\n${spec.notes}`)
  if (spec.asks) made.option('-y, --yes', 'do not ask')
  made.action(() => {
    const written: Record<string, unknown> = { ...made.opts() }
    for (const [index, argument] of made.registeredArguments.entries())
      written[argument.name()] = made.processedArgs[index]
    onCommand(spec, written)
  })
}

const groupOf = (parent: Program, word: string): Program =>
  parent.commands.find((child) => child.name() === word) ??
  parent
    .command(word)
    .description(`${word} commands: ${verbsOf(word)}`)
    .exitOverride()
    .copyInheritedSettings(parent)

const verbsOf = (group: string): string =>
  commandTable
    .filter(({ words }) => words.startsWith(`${group} `))
    .map(({ words }) => words.slice(group.length + 1))
    .join(', ')
