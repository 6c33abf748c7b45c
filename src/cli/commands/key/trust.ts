import { z } from 'zod'
import { command } from '../../command.ts'
import { exitCode } from '../../exit-code.ts'
import { printKeys } from '../../render/print-keys.ts'
import { publicKeyFile, trustKey } from '../../signing-keys.ts'

const input = z.object({ name: z.string(), file: z.string() })

/** `portolan key trust NAME FILE` */
export const keyTrustCommand = command(input, async (context, { name, file }) => {
  const key = await trustKey(context.world, name, await publicKeyFile(context.world, file))
  await printKeys(context, [key])
  return exitCode.done
})
