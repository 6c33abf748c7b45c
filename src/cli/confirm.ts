import { usageError } from './command-error.ts'
import type { Context } from './context.ts'

/** Asks on stderr, and takes only `yes` or `y` for a yes. Without a terminal nobody can answer: that is wrong usage, never a wait. */
export const confirm = async (context: Context, question: string): Promise<boolean> => {
  if (context.yes) return true
  const { stdin, stderr } = context.world
  if (!stdin.isTTY) throw usageError('nobody can be asked, since there is no terminal', 'repeat the command with --yes')
  stderr.write(`${context.messageColors.bold(question)} [y/N] `)
  const answer = (await stdin.readLine())?.trim().toLowerCase()
  return answer === 'y' || answer === 'yes'
}
