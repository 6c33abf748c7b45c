/** What the program's exit codes mean. They are stable: scripts branch on them. */
export const exitCode = {
  done: 0,
  failed: 1,
  /** Only with --detailed-exitcode: the plan has changes. */
  changesPending: 2,
  /** Checks ran, and some did not pass. */
  checksFailed: 3,
  notAuthenticated: 4,
  wrongUsage: 64,
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCode)[keyof typeof exitCode]
