import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { type GuestImage, guestImage } from '../../lab/guests/guest-image.ts'
import { type Machine, startMachine } from '../../lab/guests/machine.ts'

let image: GuestImage
beforeAll(async () => {
  image = await guestImage((line) => process.stderr.write(`${line}\n`))
}, 1_200_000)

// A compressed archive is as long as it happens to be, and the kernel looks for the next one at a multiple of four bytes.
test.for([1, 2, 3, 4])(
  'a guest boots and answers on port 22 when its image is %i bytes longer',
  async (longer, { signal }) => {
    const folder = await mkdtemp(join(tmpdir(), 'portolan-guest-'))
    const initrd = join(folder, 'initrd')
    try {
      await writeFile(initrd, Buffer.concat([await readFile(image.initrd), Buffer.alloc(longer)]))
      const spec = { name: 'guest', vcpus: 1, memoryMiB: 256, disks: [] }
      await using machine = await startMachine({ kernel: image.kernel, initrd }, spec)
      expect(await banner(machine, signal)).toMatch(/^SSH-2\.0-dropbear/)
    } finally {
      await rm(folder, { recursive: true })
    }
  },
)

/** The first thing that the guest's SSH server says; asked for anew until it listens. */
const banner = async (machine: Machine, signal: AbortSignal): Promise<string> => {
  for (;;) {
    signal.throwIfAborted()
    const socket = connect(machine.port, '127.0.0.1')
    try {
      const [chunk] = (await once(socket, 'data', { signal: AbortSignal.timeout(5000) })) as [Buffer]
      return `${chunk}`
    } catch {
      await delay(500)
    } finally {
      socket.destroy()
    }
  }
}
