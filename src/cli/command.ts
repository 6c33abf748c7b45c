import type { z } from 'zod'
import { usageError } from './command-error.ts'
import type { Context } from './context.ts'
import type { ExitCode } from './exit-code.ts'

/** A command's work, given its arguments and options as they were written. */
export type Command = (context: Context, written: unknown) => Promise<ExitCode>

/** A command whose input is checked against the schema first; what does not fit is wrong usage, named by its option. */
export const command =
  <Input>(schema: z.ZodType<Input>, run: (context: Context, input: Input) => Promise<ExitCode>): Command =>
  async (context, written) => {
    const input = schema.safeParse(written)
    if (input.success) return run(context, input.data)
    const [issue] = input.error.issues
    const option = issue?.path.map(String).join('.') ?? ''
    throw usageError(`${dashed(option)}: ${issue?.message ?? 'not understood'}`)
  }

const dashed = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
