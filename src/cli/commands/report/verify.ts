import { basename, dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { envelopeFileName } from '../../../report/signing/sign-report.ts'
import { type ReportVerification, verifyReport } from '../../../report/signing/verify-report.ts'
import { command } from '../../command.ts'
import { CommandError } from '../../command-error.ts'
import type { Context } from '../../context.ts'
import { exitCode } from '../../exit-code.ts'
import { printList } from '../../render/print-list.ts'
import { keysMeant } from '../../signing-keys.ts'
import type { World } from '../../world.ts'

const input = z.object({ file: z.string(), key: z.array(z.string()).default([]) })

/** `portolan report verify FILE` */
export const reportVerifyCommand = command(input, async (context, { file, key }) => {
  const { world } = context
  const keys = await keysMeant(world, key)
  const { envelope, required } = await placeOf(world, file)
  const verification = await verifyReport({
    envelope: await world.files.readBytes(envelope).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
      throw new CommandError(`${file} is not signed: there is no ${envelope}`, {
        hint: 'portolan key create, and the next report is signed',
      })
    }),
    read: (name) => bytesOf(world, join(dirname(envelope), name)),
    keys,
    required,
  })
  await print(context, verification)
  const unknown = verification.signer && !keys.some(({ publicKey }) => publicKey.id === verification.signer?.keyId)
  if (unknown)
    context.say(`  next: get the signer's public key by a way you trust; portolan report verify ${file} --key FILE`)
  return verification.verified ? exitCode.done : exitCode.checksFailed
})

/** The envelope that is meant by a folder, by itself, or by a file beside it; and the files that it must sign. */
const placeOf = async (world: World, file: string) => {
  const path = resolve(world.cwd, file)
  const report = 'report.json'
  if (await world.files.list(path)) return { envelope: join(path, envelopeFileName), required: [report] }
  if (path.endsWith('.dsse.json')) return { envelope: path, required: [report] }
  await world.files.readBytes(path)
  return { envelope: join(dirname(path), envelopeFileName), required: [report, basename(path)] }
}

const bytesOf = (world: World, path: string): Promise<Uint8Array | undefined> =>
  world.files.readBytes(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })

const print = async (context: Context, verification: ReportVerification): Promise<void> => {
  const { checks, verified, signer, signedAt } = verification
  await printList(context, {
    items: checks,
    name: ({ name, result }) => `${name} ${result}`,
    columns: [
      { title: 'check', value: ({ name }) => name },
      {
        title: 'result',
        value: ({ result }) => context.colors[result === 'passed' ? 'green' : 'red'](result),
      },
      { title: 'detail', value: ({ detail }) => detail },
    ],
    document: verification,
  })
  if (context.output !== 'table' && context.output !== 'wide') return
  const end = verified
    ? `Verified: signed by ${signer?.name}, at ${signedAt} by the signer's own clock; key ${signer?.keyId}.`
    : `NOT verified.${signer ? ` The envelope names the key ${signer.keyId}.` : ''}`
  context.world.stdout.write(`\n${end}\n`)
}
