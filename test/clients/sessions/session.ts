import type { CloudsFile } from '../clouds-file.ts'

/** What a session saw, by its steps: statuses, names, counts, which attributes are there. No ids, no times, no addresses that are dealt out. */
export type Seen = Readonly<Record<string, unknown>>

/** A client, and what its user does with it. */
export interface ClientSession {
  readonly client: string
  /** Brings the client in, unless it is there already. Rejects where it cannot be had. */
  install(say: (line: string) => void): Promise<void>
  /** Why the client cannot be had on this machine; `undefined` where it can. */
  absent?(): Promise<string | undefined>
  /** As the client itself tells it. */
  version(): Promise<string>
  /**
   * Makes one of everything, uses it, deletes it. Knows of the cloud its name in the clouds.yaml and nothing else, so that what it saw is the same on any
   * two clouds that are the same. Rejects, with all that the client said, when the client gives up.
   */
  run(place: SessionPlace): Promise<Seen>
}

/** Where a session runs: a folder that it may fill, and an environment with a clouds.yaml and nothing of this machine's own clouds. */
export interface SessionPlace extends Pick<CloudsFile, 'folder' | 'environment'> {
  /** The cloud's name in that clouds.yaml. */
  readonly cloud: string
}
