import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type Server as Listener, type Socket } from 'node:net'
import { promisify } from 'node:util'
import type { Call } from '../../src/cloud/call.ts'
import type { Change } from '../../src/cloud/change.ts'
import type { CloudDriver } from '../../src/cloud/driver.ts'
import type { FloatingIp } from '../../src/model/floating-ip.ts'
import type { ServerId } from '../../src/model/id.ts'
import type { Disks } from './disks.ts'
import type { GuestImage } from './guest-image.ts'
import { type Machine, startMachine } from './machine.ts'

const run = promisify(execFile)

/**
 * Real machines for the servers of a simulated cloud. While a floating IP leads to a port, this machine has its address, on loopback, and answers on port 22:
 * the cloud decides whether the connection gets through to the server's guest (security groups, routers, whether it runs), and then it does. A server's machine is
 * switched on when the first connection comes for it, has the server's name, processors, memory, key and disks, volumes among them, and goes with the server. A
 * volume that is attached while it runs is there when it is switched on next. What the server's image and user data say is not in it: a simulated image has no
 * system inside.
 */
export class GuestHost implements AsyncDisposable {
  readonly #driver: CloudDriver
  readonly #image: GuestImage
  readonly #onError: (error: unknown) => void
  readonly #stop = new AbortController()
  readonly #listeners = new Map<string, { readonly listener: Listener; readonly address: string }>()
  readonly #machines = new Map<ServerId, Promise<Machine>>()
  readonly #sockets = new Set<Socket>()
  readonly #disks: Disks
  readonly #watching: Promise<void>

  /** `onError` hears of what went wrong on this machine: an address or port that cannot be had, QEMU that does not start. */
  constructor(
    driver: CloudDriver,
    { image, disks }: { readonly image: GuestImage; readonly disks: Disks },
    onError: (error: unknown) => void,
  ) {
    this.#driver = driver
    this.#image = image
    this.#disks = disks
    this.#onError = onError
    this.#watching = this.#watch().catch((error: unknown) => {
      if (!this.#stop.signal.aborted) onError(error)
    })
  }

  get #call(): Call {
    return { signal: this.#stop.signal }
  }

  async #watch(): Promise<void> {
    for await (const change of this.#driver.watch?.(this.#call) ?? [])
      await this.#heed(change).catch((error: unknown) => this.#onError(error))
  }

  async #heed({ kind, id, resource }: Change): Promise<void> {
    if (kind === 'floating-ip') await this.#follow(id, resource)
    if (kind === 'server' && resource?.status !== 'active') await this.#switchOff(id as ServerId)
    if ((kind === 'server' || kind === 'volume') && resource === undefined) await this.#disks.remove(id)
  }

  /** Listens at the address while it leads somewhere. */
  async #follow(id: string, floatingIp: FloatingIp | undefined): Promise<void> {
    const isOpen = this.#listeners.has(id)
    if (floatingIp?.portId !== undefined && !isOpen) await this.#open(id, floatingIp.address)
    if (floatingIp?.portId === undefined && isOpen) await this.#close(id)
  }

  async #open(id: string, address: string): Promise<void> {
    await run('ip', ['address', 'replace', `${address}/32`, 'dev', 'lo'])
    const listener = createServer((socket) => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
      socket.on('error', () => socket.destroy())
      void this.#pass(socket, address).catch((error: unknown) => {
        socket.resetAndDestroy()
        if (!this.#stop.signal.aborted) this.#onError(error)
      })
    })
    this.#listeners.set(id, { listener, address })
    listener.listen(22, address)
    await once(listener, 'listening')
  }

  async #close(id: string): Promise<void> {
    const open = this.#listeners.get(id)
    if (!open) return
    this.#listeners.delete(id)
    open.listener.close()
    await run('ip', ['address', 'delete', `${open.address}/32`, 'dev', 'lo'])
  }

  /** Lets a connection through to the guest when the cloud does; else it is reset, as where nothing listens. */
  async #pass(socket: Socket, address: string): Promise<void> {
    const probe = { from: 'outside', to: { address }, protocol: 'tcp', port: 22 } as const
    const answer = await this.#driver.guests?.probe(probe, this.#call)
    const serverId = answer?.reached ? await this.#serverAt(address) : undefined
    if (serverId === undefined) return void socket.resetAndDestroy()
    const machine = this.#machines.get(serverId) ?? this.#switchOn(serverId)
    const guest = connect((await machine).port, '127.0.0.1')
    guest.on('error', () => socket.resetAndDestroy())
    socket.once('close', () => guest.destroy())
    socket.pipe(guest).pipe(socket)
  }

  async #serverAt(address: string): Promise<ServerId | undefined> {
    for await (const floatingIp of this.#driver.floatingIps?.list(this.#call) ?? [])
      if (floatingIp.address === address && floatingIp.portId !== undefined)
        return (await this.#driver.ports?.get(floatingIp.portId, this.#call))?.serverId
    return undefined
  }

  #switchOn(id: ServerId): Promise<Machine> {
    const machine = (async () => {
      const { name, flavorId, keyPairId, imageId } = await this.#driver.servers.get(id, this.#call)
      const { vcpus, memoryMiB, diskGiB } = await this.#driver.flavors.get(flavorId, this.#call)
      const key = keyPairId === undefined ? undefined : await this.#driver.keyPairs.get(keyPairId, this.#call)
      const publicKey = key?.publicKey === undefined ? {} : { publicKey: key.publicKey }
      // A server that booted from a volume has that as its first disk.
      const disks = imageId === undefined ? [] : [await this.#disks.file(id, diskGiB)]
      for await (const { serverId, volumeId } of this.#driver.attachments?.list(this.#call) ?? []) {
        const volume = serverId === id ? await this.#driver.volumes?.get(volumeId, this.#call) : undefined
        if (volume) disks.push(await this.#disks.file(volumeId, volume.sizeGiB))
      }
      return startMachine(this.#image, { name: hostname(name), vcpus, memoryMiB, disks, ...publicKey })
    })()
    this.#machines.set(id, machine)
    void this.#forgetWhenOff(id, machine).catch(this.#onError)
    return machine
  }

  /** One that did not start, or whose guest switched it off, is switched on anew by the next connection. */
  async #forgetWhenOff(id: ServerId, starting: Promise<Machine>): Promise<void> {
    const machine = await starting.catch(() => undefined)
    const complaint = await machine?.ended
    if (this.#machines.get(id) !== starting) return
    this.#machines.delete(id)
    await machine?.[Symbol.asyncDispose]()
    if (complaint) this.#onError(new Error(`the machine of server ${id} ended by itself: ${complaint}`))
  }

  async #switchOff(id: ServerId): Promise<void> {
    const machine = this.#machines.get(id)
    this.#machines.delete(id)
    await (await machine?.catch(() => undefined))?.[Symbol.asyncDispose]()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(new Error('the guests are being switched off'))
    await this.#watching
    for (const id of [...this.#listeners.keys()]) await this.#close(id).catch(this.#onError)
    for (const socket of this.#sockets) socket.destroy()
    for (const id of [...this.#machines.keys()]) await this.#switchOff(id)
  }
}

/** Fails where guests could not answer on port 22 of addresses of their own, since a program of this machine listens on that of every address. */
export const needGuestPort = async (): Promise<void> => {
  const listener = createServer().listen(22, '127.0.0.1')
  try {
    await once(listener, 'listening')
  } catch (error) {
    throw new Error('guests answer on port 22: have sshd listen on an address of its own (ListenAddress), or end it', {
      cause: error,
    })
  }
  listener.close()
}

/** A server's name as clouds make a host name of it: small letters, digits and hyphens, at most 63. */
const hostname = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63)
