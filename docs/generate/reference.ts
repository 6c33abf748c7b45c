import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { docsFolder, referencePages } from './reference-pages.ts'

/** Writes `docs/reference` and `docs/quirks.md`. With `--check` nothing is written, and a page that is stale is told and ends with exit code 1. */
const main = async (): Promise<number> => {
  const check = process.argv.includes('--check')
  let stale = 0
  await mkdir(new URL('reference/', docsFolder), { recursive: true })
  for (const [name, text] of Object.entries(referencePages())) {
    const file = new URL(name, docsFolder)
    if (!check) await writeFile(file, text)
    else if ((await readFile(file, 'utf8').catch(() => undefined)) !== text) {
      process.stderr.write(`docs/${name} is stale: run \`npm run docs\`\n`)
      stale += 1
    }
  }
  return stale > 0 ? 1 : 0
}

process.exitCode = await main()
