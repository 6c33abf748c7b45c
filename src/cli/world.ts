import type { Clock } from '../lib/clock.ts'
import type { Random } from '../lib/random.ts'

/** A place to write text to. Writing never fails: text for a reader that has gone is dropped. */
export interface TextStream {
  write(text: string): void
  readonly isTTY: boolean
  /** The terminal's size, where it is one. */
  readonly columns: number | undefined
  readonly rows: number | undefined
}

/** Everything outside that a command may touch. Tests hand in their own. */
export interface World {
  /** The words after the program's name. */
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly home: string
  readonly platform: NodeJS.Platform
  /** For data. */
  readonly stdout: TextStream
  /** For everything else: progress, questions, errors. */
  readonly stderr: TextStream
  readonly stdin: {
    readonly isTTY: boolean
    /** The next line, without its end; `undefined` when there is none to come. */
    readLine(): Promise<string | undefined>
  }
  readonly clock: Clock
  readonly random: Random
  readonly fetch: typeof fetch
  readonly files: {
    /** Rejects with the system's error code when the file cannot be read. */
    read(path: string): Promise<string>
    /** The same, byte for byte. */
    readBytes(path: string): Promise<Uint8Array>
    /** The same at once; `undefined` when it cannot be read. */
    readNow(path: string): string | undefined
    /** Writes the whole file, in a folder that is made as needed, or leaves the old one; only its owner may read it when `secret`. */
    write(path: string, text: string, options?: { readonly secret?: boolean }): Promise<void>
    /** Adds to the end of a file that is there. */
    append(path: string, text: string): Promise<void>
    /** Resolves too when there is no such file. */
    remove(path: string): Promise<void>
    /** The names in a folder, in the order of the alphabet; `undefined` when there is no such folder. */
    list(path: string): Promise<readonly string[] | undefined>
    /** The permission bits, or `undefined` when there is no such file. */
    mode(path: string): Promise<number | undefined>
    /** A new folder that only its owner may open; it goes, with all in it, when disposed. */
    temporaryFolder(): Promise<{ readonly path: string } & AsyncDisposable>
  }
  /** Calls the listener at every Ctrl-C or request to end, until what it returns is called. */
  onInterrupt(listener: () => void): () => void
}
