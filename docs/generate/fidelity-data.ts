import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'

/** The suites that record themselves here, each in its file `docs/fidelity/<suite>.json`; Tempest keeps a report of its own there. */
export const fidelitySuites = ['openapi', 'clients', 'horizon'] as const

export type FidelitySuite = (typeof fidelitySuites)[number]

/** A check that did not pass, by the suite's own name for it, and why in one line without a secret. */
const exception = z.strictObject({ name: z.string().min(1), reason: z.string().min(1).max(500) })

/** The checks of one group. What did not pass is listed, so that no number stands without its reasons. */
const group = z.strictObject({
  name: z.string().min(1),
  passed: z.int().min(0),
  failed: z.array(exception).default([]),
  /** Not run, though the cloud has what they are about. */
  skipped: z.array(exception).default([]),
  /** About something that the cloud does not have. */
  notApplicable: z.array(exception).default([]),
})

/** The whole suite, once, against one cloud. */
const run = z.strictObject({
  /** How the page calls it: `embedded classic`, `lab`. */
  cloud: z.string().min(1),
  /** Whether nothing real stands behind its APIs. */
  simulated: z.boolean(),
  /** What a reader types to do it again. */
  command: z.string().min(1),
  ranAt: z.iso.datetime(),
  seconds: z.number().min(0),
  /** Of the suite's programs, of what it takes its list from, and of the cloud's own services where it is real. */
  versions: z.record(z.string(), z.string()),
  groups: z.array(group).min(1),
})

/** A file `docs/fidelity/<suite>.json`: the latest run of the suite on each cloud. */
export const fidelityFileSchema = z.strictObject({
  schema: z.literal('portolan.fidelity/1'),
  suite: z.enum(fidelitySuites),
  runs: z.array(run).min(1),
})

export type FidelityGroup = z.infer<typeof group>
export type FidelityRun = z.infer<typeof run>
export type FidelityFile = z.infer<typeof fidelityFileSchema>

const fileOf = (suite: FidelitySuite): URL => new URL(`../fidelity/${suite}.json`, import.meta.url)

/** What was recorded of a suite; `undefined` when it was never run. Throws for a file that is not of the schema. */
export const readFidelity = async (suite: FidelitySuite): Promise<FidelityFile | undefined> => {
  let text: string
  try {
    text = await readFile(fileOf(suite), 'utf8')
  } catch {
    return undefined
  }
  return fidelityFileSchema.parse(JSON.parse(text))
}

/** Puts a run into the suite's file, in the place of the same cloud's earlier one. */
export const recordFidelity = async (suite: FidelitySuite, latest: z.input<typeof run>): Promise<void> => {
  const before = (await readFidelity(suite))?.runs ?? []
  const runs = [...before.filter(({ cloud }) => cloud !== latest.cloud), latest]
  const file = fidelityFileSchema.parse({ schema: 'portolan.fidelity/1', suite, runs: runs.toSorted(byCloud) })
  await mkdir(new URL('.', fileOf(suite)), { recursive: true })
  await writeFile(fileOf(suite), `${JSON.stringify(file, undefined, 2)}\n`)
}

const byCloud = (one: { cloud: string }, other: { cloud: string }): number => (one.cloud < other.cloud ? -1 : 1)
