import { randomBytes, randomUUID } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { LabFolders } from './lab-folders.ts'

const secrets = z.object({
  admin: z.string(),
  demo: z.string(),
  /** The password of every service's own user. */
  service: z.string(),
  database: z.string(),
  messaging: z.string(),
  /** Between Neutron's metadata proxy and Nova. */
  metadata: z.string(),
  swift: z.string(),
  heat: z.string().length(32),
  /** No secret: the id by which libvirt tells hosts apart. */
  host: z.uuid(),
})

export type LabSecrets = z.infer<typeof secrets>

/** The lab's passwords: made at random the first time, then read from a file that only its owner can read; wiped together with the state that knows them. */
export const labSecrets = async ({ state }: LabFolders): Promise<LabSecrets> => {
  const file = join(state, 'secrets.json')
  const written = await readFile(file, 'utf8').catch(() => undefined)
  if (written !== undefined) return secrets.parse(JSON.parse(written))
  const random = () => randomBytes(16).toString('hex')
  const made: LabSecrets = {
    admin: random(),
    demo: random(),
    service: random(),
    database: random(),
    messaging: random(),
    metadata: random(),
    swift: random(),
    heat: random(),
    host: randomUUID(),
  }
  await writeFile(`${file}.new`, JSON.stringify(made), { mode: 0o600 })
  await rename(`${file}.new`, file)
  return made
}
