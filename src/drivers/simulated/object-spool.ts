import { type FileHandle, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type PrivateFolder, privateFolder } from './private-folder.ts'

/** A file whose name only its owner knows. */
export interface SpoolFile {
  readonly path: string
  readonly handle: FileHandle
}

/** Files for what is too big for memory, in a private folder that is made when the first one is. */
export class ObjectSpool implements AsyncDisposable {
  readonly #parent: string
  #folder: Promise<PrivateFolder> | undefined
  #count = 0

  constructor(parent: string) {
    this.#parent = parent
  }

  /** A new empty file, open for writing. */
  async create(): Promise<SpoolFile> {
    this.#folder ??= privateFolder(this.#parent).catch((error) => {
      this.#folder = undefined
      throw error
    })
    const folder = await this.#folder
    this.#count += 1
    const path = join(folder.path, `${this.#count}.data`)
    return { path, handle: await open(path, 'wx', 0o600) }
  }

  /** Does nothing when it is gone. */
  async remove({ path }: Pick<SpoolFile, 'path'>): Promise<void> {
    await rm(path, { force: true })
  }

  /** Removes all files and the folder. */
  async [Symbol.asyncDispose](): Promise<void> {
    const folder = await this.#folder?.catch(() => undefined)
    this.#folder = undefined
    await folder?.[Symbol.asyncDispose]()
  }
}
