import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { freePort } from '../free-port.ts'
import { cpio } from './cpio.ts'
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

/** How many ports are tried: each was free a moment before, and somebody may have been faster. */
const tries = 5

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
    await writeFile(initrd, Buffer.concat([await readFile(image.initrd), own]))
    for (let left = tries; ; left -= 1) {
      const machine = await launch({ ...image, initrd }, spec)
      if (await takesConnections(machine)) {
        const dispose = async () => {
          await machine[Symbol.asyncDispose]()
          await discard()
        }
        return { port: machine.port, ended: machine.ended, [Symbol.asyncDispose]: dispose }
      }
      const complaint = await machine.ended
      if (left === 1 || !complaint.includes('host forwarding')) throw new Error(`QEMU did not start: ${complaint}`)
    }
  } catch (error) {
    await discard()
    throw error
  }
}

const launch = async (image: GuestImage, spec: MachineSpec): Promise<Machine> => {
  const port = await freePort()
  const child = spawn('qemu-system-x86_64', machineArguments(image, spec, port), {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk).slice(-2000)
  })
  const ended = once(child, 'close').then(
    () => complaint,
    (error: unknown) => `${error}`,
  )
  const dispose = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await ended
  }
  return { port, ended, [Symbol.asyncDispose]: dispose }
}

/** Waits until QEMU listens, which it does before its guest boots. False when it ended instead. */
const takesConnections = async ({ port, ended }: Machine): Promise<boolean> => {
  let isOver = false
  void ended.then(() => {
    isOver = true
  })
  while (!isOver) {
    const socket = connect(port, '127.0.0.1')
    const connected = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (connected) return true
    await setTimeout(20)
  }
  return false
}

const machineArguments = (
  { kernel, initrd }: GuestImage,
  { vcpus, memoryMiB, disks }: MachineSpec,
  port: number,
): readonly string[] => [
  ...['-accel', 'tcg,thread=multi', '-cpu', 'max', '-smp', `${vcpus}`, '-m', `${memoryMiB}`],
  ...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot'],
  ...['-kernel', kernel, '-initrd', initrd, '-append', 'quiet mitigations=off random.trust_cpu=on'],
  // A comma in a file's name is written twice.
  ...disks.flatMap((file) => ['-drive', `file=${file.replaceAll(',', ',,')},format=raw,if=virtio,cache=unsafe`]),
  ...['-netdev', `user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:${port}-:22`],
  ...['-device', 'virtio-net-pci,netdev=net', '-device', 'virtio-rng-pci'],
]
