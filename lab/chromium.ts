import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome']

/** Starts the Chromium that this machine has, without a window. Fails, saying so, where there is none. */
export const openChromium = async (): Promise<Browser> =>
  chromium.launch({
    executablePath: await installedChromium(),
    // Chromium has no sandbox for root, who runs containers of CI.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })

const installedChromium = async (): Promise<string> => {
  const folders = (process.env.PATH ?? '').split(delimiter)
  for (const path of folders.flatMap((folder) => names.map((name) => join(folder, name))))
    try {
      await access(path, constants.X_OK)
      return path
    } catch {}
  throw new Error(`none of ${names.join(', ')} is on the PATH: install chromium`)
}
