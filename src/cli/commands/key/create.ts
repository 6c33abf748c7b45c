import { z } from 'zod'
import { command } from '../../command.ts'
import { exitCode } from '../../exit-code.ts'
import { printKeys } from '../../render/print-keys.ts'
import { createKey, defaultKeyName } from '../../signing-keys.ts'

const input = z.object({ name: z.string().default(defaultKeyName) })

/** `portolan key create NAME` */
export const keyCreateCommand = command(input, async (context, { name }) => {
  const key = await createKey(context.world, name)
  await printKeys(context, [key])
  context.say(`\nWhoever is to verify your reports needs the public key: portolan key show ${name} > ${name}.pem`)
  return exitCode.done
})
