import { workloadJsonSchema } from '../../src/workload/workload-json-schema.ts'
import { cliReference } from './cli-reference.ts'
import { workloadReference } from './workload-reference.ts'

/** The pages in `docs/reference`, by file name, as the program is now. */
export const referencePages = (): Readonly<Record<string, string>> => ({
  'cli.md': cliReference(),
  'workload.md': workloadReference(),
  'workload.schema.json': `${JSON.stringify(workloadJsonSchema(), undefined, 2)}\n`,
})

export const referenceFolder = new URL('../reference/', import.meta.url)
