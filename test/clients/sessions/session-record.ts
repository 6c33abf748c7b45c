import { type FidelityGroup, recordFidelity } from '../../../docs/generate/fidelity-data.ts'
import type { Clock } from '../../../src/lib/clock.ts'
import type { ClientSession, Seen } from './session.ts'

/** What the clients' sessions came to on one cloud, for the fidelity page. */
export class SessionRecord {
  readonly #cloud: { readonly cloud: string; readonly simulated: boolean; readonly clock: Clock }
  readonly #groups: FidelityGroup[] = []
  readonly #versions: Record<string, string> = {}
  readonly #began: number

  constructor(cloud: { readonly cloud: string; readonly simulated: boolean; readonly clock: Clock }) {
    this.#cloud = cloud
    this.#began = cloud.clock.now()
  }

  /** Keeps that a session was not run, and why. */
  skip({ client }: ClientSession, reason: string): void {
    const skipped = [{ name: 'the whole session', reason }]
    this.#groups.push({ name: client, passed: 0, failed: [], skipped, notApplicable: [] })
  }

  /** Runs a session and keeps how many steps it got through, or why it failed. Gives and throws what the session does. */
  async of(session: ClientSession, run: () => Promise<Seen>): Promise<Seen> {
    const none = { name: session.client, passed: 0, failed: [], skipped: [], notApplicable: [] }
    this.#versions[session.client] = await session.version()
    try {
      const seen = await run()
      this.#groups.push({ ...none, passed: Object.keys(seen).length })
      return seen
    } catch (error) {
      this.#groups.push({ ...none, failed: [{ name: 'the whole session', reason: lastLine(error) }] })
      throw error
    }
  }

  /** Writes docs/fidelity/clients.json where `RECORD_FIDELITY` asks for it; `command` is what a reader types. */
  async write(command: string): Promise<void> {
    if (process.env.RECORD_FIDELITY !== '1' || this.#groups.length === 0) return
    const { cloud, simulated, clock } = this.#cloud
    await recordFidelity('clients', {
      cloud,
      simulated,
      command,
      ranAt: new Date(clock.now()).toISOString(),
      seconds: Math.round((clock.now() - this.#began) / 100) / 10,
      versions: this.#versions,
      groups: this.#groups,
    })
  }
}

const lastLine = (error: unknown): string =>
  String(error instanceof Error ? error.message : error)
    .trim()
    .split('\n')
    .at(-1)
    ?.slice(0, 500) || 'it failed'
