import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { installDebianPackages, updatePackageLists } from '../debian-packages.ts'

const run = promisify(execFile)
const source = import.meta.dirname
const recipe = ['build-guest.sh', 'guest-init', '../openstack/images/copy-modules.sh']

/** What a machine boots from: a kernel, and an initial RAM disk that is all of its system. */
export interface GuestImage {
  readonly kernel: string
  readonly initrd: string
}

/** The guest of build-guest.sh, built into `.lab/guests` unless it is there. Installs the Debian packages that it and QEMU need, for which it must be root. */
export const guestImage = async (say: (line: string) => void): Promise<GuestImage> => {
  const sources = await Promise.all(recipe.map((name) => readFile(join(source, name))))
  const version = createHash('sha256').update(Buffer.concat(sources)).digest('hex').slice(0, 12)
  const folder = join(source, '..', '..', '.lab', 'guests', version)
  const image = { kernel: join(folder, 'kernel'), initrd: join(folder, 'initrd') }
  await mkdir(folder, { recursive: true })
  await installDebianPackages(['qemu-system-x86', 'busybox-static', 'dropbear-bin', 'cpio', 'kmod', 'iproute2'], say)
  const present = await access(image.initrd).then(
    () => true,
    () => false,
  )
  if (!present) {
    say('building the guest into .lab/guests (once, half a minute)')
    await updatePackageLists()
    await run('bash', [join(source, 'build-guest.sh'), folder])
  }
  return image
}
