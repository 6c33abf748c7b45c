import { z } from 'zod'
import { command } from '../../command.ts'
import { completionScript, shells } from '../../completion-script.ts'
import { exitCode } from '../../exit-code.ts'

/** `portolan completion SHELL` */
export const completionCommand = command(z.object({ shell: z.enum(shells) }), async ({ world }, { shell }) => {
  world.stdout.write(completionScript(shell))
  return exitCode.done
})
