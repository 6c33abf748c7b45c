import { recordFidelity } from '../../docs/generate/fidelity-data.ts'
import { debianVersion } from '../../lab/debian-packages.ts'

/** A sentence of the session, and why it did not come true where it did not. */
export interface Sentence {
  readonly name: string
  readonly error: string | undefined
}

/** Puts a session on the embedded cloud into `docs/fidelity/horizon.json`. */
export const recordSession = async (sentences: readonly Sentence[], started: number): Promise<void> => {
  const failed = sentences.flatMap(({ name, error }) =>
    error === undefined ? [] : [{ name, reason: error.split('\n', 1)[0]?.slice(0, 500) || 'it failed' }],
  )
  const versions = await Promise.all(
    ['openstack-dashboard', 'chromium'].map(async (name) => [name, (await debianVersion(name)) ?? 'unknown'] as const),
  )
  await recordFidelity('horizon', {
    cloud: 'embedded classic',
    simulated: true,
    command: 'npx vitest run --project end-to-end test/horizon',
    ranAt: new Date(started).toISOString(),
    seconds: (Date.now() - started) / 1000,
    versions: Object.fromEntries(versions),
    groups: [{ name: 'session', passed: sentences.length - failed.length, failed }],
  })
}
