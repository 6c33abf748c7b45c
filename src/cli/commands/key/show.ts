import { z } from 'zod'
import { command } from '../../command.ts'
import { exitCode } from '../../exit-code.ts'
import { keyDocument } from '../../render/print-keys.ts'
import { printDocument } from '../../render/print-list.ts'
import { defaultKeyName, userKeyNamed } from '../../signing-keys.ts'

const input = z.object({ name: z.string().default(defaultKeyName) })

/** `portolan key show NAME`: the public key as PEM, fit for a file. */
export const keyShowCommand = command(input, async (context, { name }) => {
  const key = await userKeyNamed(context.world, name)
  const { output, world } = context
  if (output === 'json' || output === 'yaml') await printDocument(context, keyDocument(key))
  else world.stdout.write(output === 'name' ? `${key.name}\n` : key.publicKey.pem)
  if (output === 'table' || output === 'wide') context.say(`its id: ${key.publicKey.id}`)
  return exitCode.done
})
