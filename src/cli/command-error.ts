import type { Diagnostic } from '../model/diagnostic.ts'
import { type ExitCode, exitCode } from './exit-code.ts'

export interface CommandErrorDetails {
  /** The next thing to do: a sentence or a command. */
  readonly hint?: string
  /** Mistakes in users' files, shown with the lines around them. */
  readonly diagnostics?: readonly Diagnostic[]
  /** The text of the files that the diagnostics are about, by name. */
  readonly sources?: Readonly<Record<string, string>>
  readonly exitCode?: ExitCode
}

/** Ends a command with a message for its user and an exit code. It says nothing that may be secret. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly details: CommandErrorDetails
  readonly exitCode: ExitCode

  constructor(message: string, details: CommandErrorDetails = {}) {
    super(message)
    this.details = details
    this.exitCode = details.exitCode ?? exitCode.failed
  }
}

/** Ends a command that was called in a way that it does not understand. */
export const usageError = (message: string, hint?: string): CommandError =>
  new CommandError(message, { exitCode: exitCode.wrongUsage, ...(hint ? { hint } : {}) })
