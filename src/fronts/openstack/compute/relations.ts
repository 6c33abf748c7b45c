import type { Attachment } from '../../../model/volume.ts'
import type { Front } from '../kernel/front.ts'
import type { MirrorRecord } from '../kernel/mirror-record.ts'
import { grouped } from './grouped.ts'

/** What hangs on servers, found by the driver's ids and kept until the mirror hears of a change. */
export class Relations {
  readonly #front: Front
  #version = 0
  #attachments: ReadonlyMap<string, readonly MirrorRecord<'attachment'>[]> | undefined
  #publicAddresses: ReadonlyMap<string, string> | undefined

  constructor(front: Front) {
    this.#front = front
    front.mirror.on('attachment', () => {
      this.#attachments = undefined
    })
    front.mirror.on('floating-ip', () => {
      this.#publicAddresses = undefined
    })
    for (const kind of ['attachment', 'floating-ip', 'network', 'security-group'] as const)
      front.mirror.on(kind, () => {
        this.#version += 1
      })
    front.mirror.on('volume', (record, before) => {
      if (record?.nativeId !== before?.nativeId) this.#version += 1
    })
  }

  /** Another number whenever something changed that a server's view is made of: its disks, its floating addresses, names of networks and groups. */
  get version(): number {
    return this.#version
  }

  /** The attachments of a server of the driver's, oldest first. */
  attachmentsOf(nativeServerId: string): ReadonlyArray<MirrorRecord<'attachment'> & { readonly native: Attachment }> {
    this.#attachments ??= grouped(this.#front.mirror.list('attachment'), (record) => record.native?.serverId)
    return (this.#attachments.get(nativeServerId) ?? []) as never
  }

  /** The floating address that leads to a fixed one of a port of the driver's. */
  publicAddressOf(nativePortId: string, fixedAddress: string): string | undefined {
    this.#publicAddresses ??= new Map(
      [...this.#front.mirror.list('floating-ip')].flatMap(({ native }) =>
        native?.portId === undefined ? [] : [[`${native.portId}/${native.fixedAddress ?? ''}`, native.address]],
      ),
    )
    const leads = this.#publicAddresses.get(`${nativePortId}/${fixedAddress}`)
    return leads ?? (fixedAddress.includes(':') ? undefined : this.#publicAddresses.get(`${nativePortId}/`))
  }
}
