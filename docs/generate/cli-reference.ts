import type { Command as Program } from 'commander'
import { buildProgram } from '../../src/cli/build-program.ts'
import { helpTopics } from '../../src/cli/command-table.ts'
import { helpTopicText } from '../../src/cli/commands/help/topics.ts'
import { markdownTable } from './markdown-table.ts'

const intro = `# The command line

This page is made by \`npm run docs\` from the program itself, and is not written by hand. \`portolan help COMMAND\` shows the same in the terminal.
`

/** `docs/reference/cli.md`: every command with its arguments and options, then the help topics. */
export const cliReference = (): string => {
  const program = buildProgram(() => {}, { out: () => {}, err: () => {} })
  const commands = leaves(program)
  const contents = markdownTable(
    ['command', 'what it does'],
    commands.map((command) => [`[\`${wordsOf(command)}\`](#${anchor(wordsOf(command))})`, command.description()]),
  )
  const topics = helpTopics.map((topic) => {
    const [title = '', ...text] = helpTopicText[topic].split('\n')
    return `## ${title}\n\n\`\`\`text\n${withoutIndent(text).trimEnd()}\n\`\`\`\n`
  })
  return [intro, contents, ...commands.map(section), ...topics].join('\n')
}

const leaves = (program: Program): readonly Program[] =>
  program.commands.flatMap((command) => (command.commands.length > 0 ? leaves(command) : [command]))

const wordsOf = (command: Program): string =>
  command.parent ? `${wordsOf(command.parent)} ${command.name()}` : command.name()

const anchor = (heading: string): string => heading.replaceAll(' ', '-')

const section = (command: Program): string => {
  const parts = [`## ${wordsOf(command)}\n`, `${command.description()}\n`, usage(command)]
  if (command.registeredArguments.length > 0)
    parts.push(
      markdownTable(
        ['argument', 'meaning'],
        command.registeredArguments.map((argument) => [
          `\`${argument.name()}\``,
          argument.description + choices(argument.argChoices),
        ]),
      ),
    )
  if (command.options.length > 0)
    parts.push(
      markdownTable(
        ['option', 'meaning'],
        command.options.map(({ flags, description, argChoices, defaultValue }) => [
          `\`${flags}\``,
          description + choices(argChoices) + (defaultValue === undefined ? '' : `; default: \`${defaultValue}\``),
        ]),
      ),
    )
  return parts.join('\n')
}

const usage = (command: Program): string => {
  const written = command.registeredArguments.map((argument) => {
    const name = argument.variadic ? `${argument.name()}...` : argument.name()
    return argument.required ? `<${name}>` : `[${name}]`
  })
  const options = command.options.length > 0 ? ['[options]'] : []
  return `\`\`\`sh\n${[wordsOf(command), ...options, ...written].join(' ')}\n\`\`\`\n`
}

const choices = (values: readonly string[] | undefined): string =>
  values ? `; one of ${values.map((value) => `\`${value}\``).join(', ')}` : ''

const withoutIndent = (lines: readonly string[]): string =>
  lines
    .slice(lines.findIndex((line) => line.trim() !== ''))
    .map((line) => line.replace(/^ {2}/, ''))
    .join('\n')
