import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Disks of machines, as sparse files in a private folder that goes when it is disposed. */
export class Disks implements AsyncDisposable {
  readonly #folder: string

  private constructor(folder: string) {
    this.#folder = folder
  }

  static async open(): Promise<Disks> {
    return new Disks(await mkdtemp(join(tmpdir(), 'portolan-disks-')))
  }

  /** The file of that disk: empty at first, and the same with what was written to it at every later call. */
  async file(id: string, sizeGiB: number): Promise<string> {
    const path = join(this.#folder, id)
    const file = await open(path, 'a+', 0o600)
    try {
      const bytes = sizeGiB * 2 ** 30
      if ((await file.stat()).size < bytes) await file.truncate(bytes)
    } finally {
      await file.close()
    }
    return path
  }

  /** Resolves also when there is none of that id. */
  async remove(id: string): Promise<void> {
    await rm(join(this.#folder, id), { force: true })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true })
  }
}
