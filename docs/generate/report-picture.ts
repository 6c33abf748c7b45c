import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { openChromium } from '../../lab/chromium.ts'

/** Takes the picture of a report that `docs/report.md` shows. Its one argument is the folder that `portolan challenge --report` wrote. */
const main = async (folder: string): Promise<void> => {
  const browser = await openChromium()
  try {
    const page = await browser.newPage({ viewport: { width: 1180, height: 900 } })
    await page.goto(pathToFileURL(join(resolve(folder), 'report.html')).href)
    await page.screenshot({ path: join(import.meta.dirname, '..', 'report.png') })
  } finally {
    await browser.close()
  }
}

const [, , folder] = process.argv
if (folder === undefined) throw new Error('npx tsx docs/generate/report-picture.ts FOLDER')
await main(folder)
