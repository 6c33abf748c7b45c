import { resolve } from 'node:path'
import { readWorkload } from '../workload/read-workload.ts'
import type { SecretSource } from '../workload/secret-source.ts'
import type { Workload } from '../workload/workload.ts'
import { CommandError, usageError } from './command-error.ts'
import type { Context } from './context.ts'
import { diagnosticText } from './render/diagnostic-text.ts'

/** The workload of a file. Throws a `CommandError` with all its mistakes, shown with the lines around them. */
export const readWorkloadFile = async (
  context: Context,
  file: string,
  options: { readonly inputs?: readonly string[]; readonly secrets?: SecretSource } = {},
): Promise<Workload> => {
  const text = await context.world.files.read(resolve(context.world.cwd, file)).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new CommandError(`there is no file ${file}`, {
        hint: 'name the workload file, or write one: portolan explain workload',
      })
    throw error
  })
  const { workload, diagnostics } = readWorkload({
    file,
    text,
    inputs: inputValues(options.inputs ?? []),
    ...(options.secrets ? { secrets: options.secrets } : {}),
  })
  const sources = { [file]: text }
  if (!workload) {
    const count = diagnostics.length
    throw new CommandError(`${file} has ${count} mistake${count === 1 ? '' : 's'}`, {
      diagnostics,
      sources,
      hint: 'portolan explain workload tells what each field means',
    })
  }
  for (const diagnostic of diagnostics) context.say(diagnosticText(diagnostic, sources, context.messageColors))
  return workload
}

const inputValues = (written: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    written.map((pair) => {
      const [name = '', ...value] = pair.split('=')
      if (value.length === 0) throw usageError(`--input takes NAME=VALUE, not ${pair}`)
      return [name, value.join('=')]
    }),
  )
