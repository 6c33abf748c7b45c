import { readFile, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openChromium } from '../../lab/chromium.ts'
import { challengeReportSchema } from '../../src/challenge/challenge-report.ts'
import { type CloudsFile, writeCloudsFile } from '../clients/clouds-file.ts'
import { PortolanCommand } from '../portolan-command.ts'

const workload = `
name: shop
components:
  front: {expose: [80], listens: [80], requires: {store: back.sql}, probes: {port: {port: 80}}}
  back: {provides: {sql: 5432}, volumes: {data: {size: 10 GiB, mount: /srv}}, probes: {sql: {port: 5432}}}
`
/** One of the clouds has room for no server, so that its round fails, while the other's passes. */
const faults = JSON.stringify(
  Array.from({ length: 20 }, (_, index) => ({
    ...{ operation: 'servers.create', kind: 'error', code: 'no_capacity', cloud: 'elastx' },
    call: index + 1,
  })),
)

let clouds: CloudsFile
let browser: Browser
let folder: string
let ran: Awaited<ReturnType<PortolanCommand['run']>>

beforeAll(async () => {
  clouds = await writeCloudsFile({})
  const file = (name: string) => join(clouds.folder, name)
  await Promise.all([writeFile(file('shop.yaml'), workload), writeFile(file('faults.yaml'), faults)])
  folder = file('report')
  const words = ['challenge', file('shop.yaml'), '--embedded', 'elastx,otc', '--faults', file('faults.yaml')]
  ran = await new PortolanCommand(clouds).run([...words, '--report', folder])
  browser = await openChromium()
})
afterAll(async () => {
  await browser?.close()
  await clouds?.[Symbol.asyncDispose]()
})

interface Opened {
  readonly page: Page
  /** What the page said on the console, asked for, or failed at. */
  readonly complaints: readonly string[]
}

const open = async (look: { colorScheme?: 'light' | 'dark'; width?: number } = {}): Promise<Opened> => {
  const { colorScheme = 'light', width = 1280 } = look
  const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } })
  const complaints: string[] = []
  const url = pathToFileURL(join(folder, 'report.html')).href
  page.on('console', (message) => complaints.push(`console: ${message.text()}`))
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== url && !request.url().startsWith('data:')) complaints.push(request.url())
  })
  await page.goto(url)
  return { page, complaints }
}

it('is written where the command says, for its owner alone, and is of its schema', async () => {
  expect(ran.stderr).toContain(`The report is in ${folder}: report.json, report.html`)
  const report = challengeReportSchema.parse(JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')))
  expect(report.rounds.map(({ cloud, verdict }) => [cloud, verdict])).toEqual([
    ['elastx', 'failed'],
    ['otc', 'passed'],
  ])
  for (const name of ['report.json', 'report.html'])
    expect(((await stat(join(folder, name))).mode & 0o777).toString(8)).toBe('600')
  expect(ran.code).toBe(3)
})

describe.each([
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 1280 },
  { colorScheme: 'light', width: 400 },
] as const)('in Chromium, $colorScheme, $width pixels wide', (look) => {
  it('has no fault that axe knows, folded up and unfolded', async () => {
    const { page } = await open(look)
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
    await page.evaluate(axe)
    for (const unfolded of [false, true]) {
      if (unfolded) await page.locator('details').evaluateAll((all) => all.map((each) => each.setAttribute('open', '')))
      const { violations, passes }: AxeResults = await page.evaluate('axe.run()')
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
      expect(passes.map(({ id }) => id)).toEqual(expect.arrayContaining(['color-contrast', 'heading-order', 'region']))
    }
    await page.close()
  })

  it('is no wider than the window, complains of nothing and asks nobody for anything', async () => {
    const { page, complaints } = await open(look)
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    expect(await page.evaluate('document.scripts.length')).toBe(0)
    expect(complaints).toEqual([])
    await page.close()
  })
})

it('is all reached by the keyboard, each thing showing that it has the focus', async () => {
  const { page } = await open()
  await page.evaluate(`for (const [index, each] of
    [...document.querySelectorAll('a[href], summary, [tabindex="0"]')].filter((each) => each.checkVisibility()).entries()) each.dataset.nth = index`)
  const all = Number(await page.evaluate(`document.querySelectorAll('[data-nth]').length`))
  const reached = new Set<string>()
  for (let step = 0; step < all + 5; step += 1) {
    await page.keyboard.press('Tab')
    const [nth, outline] = (await page.evaluate(
      `[document.activeElement.dataset.nth ?? '', getComputedStyle(document.activeElement).outlineStyle]`,
    )) as [string, string]
    if (nth === '') continue
    reached.add(nth)
    expect(outline).toBe('solid')
  }
  expect(all).toBeGreaterThan(15)
  expect(reached.size).toBe(all)
  await page.close()
})

it('leads from the scoreboard to a round that passed, and unfolds it', async () => {
  const { page } = await open()
  const round = page.locator('#shop-on-otc')
  expect(await round.isVisible()).toBe(false)
  await page.getByRole('link', { name: 'passed: shop on otc' }).click()
  await round.waitFor({ state: 'visible' })
  expect(await round.getByRole('img').count()).toBe(1)
  await page.close()
})

it('shows the answer that tells of the failure, and no secret in it', async () => {
  const { page } = await open()
  const text = await page.locator('#shop-on-elastx').innerText()
  expect(text).toContain('This answer names what was found: GET ')
  expect(text).toMatch(/"status": "ERROR"/)
  expect(await page.content()).not.toContain('x-auth-token')
  await page.close()
})

it('prints what is folded up on the screen', async () => {
  const { page } = await open()
  await page.emulateMedia({ media: 'print' })
  const height = await page.locator('#shop-on-otc').evaluate((round) => round.getBoundingClientRect().height)
  expect(height).toBeGreaterThan(100)
  await page.close()
})
