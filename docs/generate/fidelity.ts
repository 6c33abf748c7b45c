import { writeFile } from 'node:fs/promises'
import { fidelityPage } from './fidelity-page.ts'
import { fidelityPicture } from './fidelity-picture.ts'
import { suiteResults } from './fidelity-suites.ts'

/** Writes `docs/fidelity.md` and its picture of what was recorded. Runs no suite: each records itself when told to (`RECORD_FIDELITY=1`). */
const suites = await suiteResults()
await writeFile(new URL('../fidelity.md', import.meta.url), fidelityPage(suites))
await writeFile(new URL('../fidelity.svg', import.meta.url), fidelityPicture(suites))
