import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cpio, padded } from './cpio.ts'
import type { GuestImage } from './guest-image.ts'

export interface MachineSpec {
  /** Its host name. */
  readonly name: string
  readonly vcpus: number
  readonly memoryMiB: number
  /** Who may log in as root, in OpenSSH's one-line form; nobody when absent. */
  readonly publicKey?: string
  /** Its disks, the root disk first: files with what is on them, which outlive the machine. */
  readonly disks: readonly string[]
}

/** A machine that QEMU emulates. Disposing switches it off, and nothing of it stays. */
export interface Machine extends AsyncDisposable {
  /** Whoever connects to this port of 127.0.0.1 reaches the guest's port 22, once something listens there. */
  readonly port: number
  /** Resolves when it is off, with what QEMU complained of; of its own doing unless it was disposed. */
  readonly ended: Promise<string>
}

/**
 * Switches a machine on. It is on a network of its own from which nothing is reached, and emulated on any host: a `/dev/kvm` may be there and not work. Resolves
 * once the machine runs; its guest takes some seconds to boot.
 */
export const startMachine = async (image: GuestImage, spec: MachineSpec): Promise<Machine> => {
  const folder = await mkdtemp(join(tmpdir(), 'portolan-machine-'))
  const discard = () => rm(folder, { recursive: true, force: true })
  try {
    const own = cpio([
      ['server/', ''],
      ['server/name', spec.name],
      ['server/address', '10.0.2.15/24'],
      ['server/authorized-keys', spec.publicKey === undefined ? '' : `${spec.publicKey.trim()}\n`],
    ])
    const initrd = join(folder, 'initrd')
    await writeFile(initrd, Buffer.concat([padded(await readFile(image.initrd)), own]))
    // It ends with this process, however this process ends.
    const qemu = ['qemu-system-x86_64', ...machineArguments({ ...image, initrd }, spec)]
    const child = spawn('setpriv', ['--pdeathsig', 'SIGKILL', ...qemu])
    const ended = endOf(child)
    const port = await Promise.race([forwardedPort(child), ended.then((complaint) => new Error(complaint))])
    if (port instanceof Error) throw new Error(`QEMU did not start: ${port.message}`)
    const dispose = async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      await ended
      await discard()
    }
    return { port, ended, [Symbol.asyncDispose]: dispose }
  } catch (error) {
    await discard()
    throw error
  }
}

/** Resolves when the process is gone or could not be started, with what it complained of. */
const endOf = async (child: ChildProcessWithoutNullStreams): Promise<string> => {
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk).slice(-2000)
  })
  try {
    await once(child, 'close')
    return complaint
  } catch (error) {
    return String(error)
  }
}

/** Asks QEMU's monitor which port it took. */
const forwardedPort = (child: ChildProcessWithoutNullStreams): Promise<number> =>
  new Promise((resolve) => {
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => {
      text = (text + chunk).slice(-10_000)
      const [, port] = /HOST_FORWARD\]\s+\d+\s+127\.0\.0\.1\s+(\d+)/.exec(text) ?? []
      if (port !== undefined) resolve(Number(port))
    })
    // A process that is gone already says so by its end.
    child.stdin.on('error', () => {})
    child.stdin.write('info usernet\n')
  })

const machineArguments = (
  { kernel, initrd }: GuestImage,
  { vcpus, memoryMiB, disks }: MachineSpec,
): readonly string[] => [
  ...['-accel', 'tcg,thread=multi', '-cpu', 'max', '-smp', `${vcpus}`, '-m', `${memoryMiB}`],
  ...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot', '-monitor', 'stdio'],
  ...['-kernel', kernel, '-initrd', initrd, '-append', 'quiet mitigations=off random.trust_cpu=on'],
  // A comma in a file's name is written twice.
  ...disks.flatMap((file) => ['-drive', `file=${file.replaceAll(',', ',,')},format=raw,if=virtio,cache=unsafe`]),
  ...['-netdev', 'user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:0-:22'],
  ...['-device', 'virtio-net-pci,netdev=net', '-device', 'virtio-rng-pci'],
]
