import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { openChromium } from '../../lab/chromium.ts'

/** Takes the picture of a report for a page of `docs/`: of the folder that `portolan challenge --report` wrote, into the file of that name there. */
const main = async (folder: string, name: string): Promise<void> => {
  const browser = await openChromium()
  try {
    const page = await browser.newPage({ viewport: { width: 1180, height: 900 } })
    await page.goto(pathToFileURL(join(resolve(folder), 'report.html')).href)
    await page.screenshot({ path: join(import.meta.dirname, '..', name) })
  } finally {
    await browser.close()
  }
}

const [, , folder, name = 'report.png'] = process.argv
if (folder === undefined) throw new Error('npx tsx docs/generate/report-picture.ts FOLDER [NAME]')
await main(folder, name)
