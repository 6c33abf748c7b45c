import { z } from 'zod'
import { command } from '../../command.ts'
import { exitCode } from '../../exit-code.ts'
import { printKeys } from '../../render/print-keys.ts'
import { userKeys } from '../../signing-keys.ts'

/** `portolan key list` */
export const keyListCommand = command(z.object({}), async (context) => {
  await printKeys(context, await userKeys(context.world))
  return exitCode.done
})
