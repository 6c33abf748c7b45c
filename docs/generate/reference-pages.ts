import { workloadJsonSchema } from '../../src/workload/workload-json-schema.ts'
import { cliReference } from './cli-reference.ts'
import { quirksPage } from './quirks-page.ts'
import { workloadReference } from './workload-reference.ts'

/** The pages that are made from the program as it is now, by their paths in `docs`. */
export const referencePages = (): Readonly<Record<string, string>> => ({
  'quirks.md': quirksPage(),
  'reference/cli.md': cliReference(),
  'reference/workload.md': workloadReference(),
  'reference/workload.schema.json': `${JSON.stringify(workloadJsonSchema(), undefined, 2)}\n`,
})

export const docsFolder = new URL('../', import.meta.url)
