import type { Locator, Page } from 'playwright-core'
import type { Login } from '../../src/fronts/openstack/clouds-yaml-entry.ts'

/** What Horizon shows when something went wrong. */
const complaint = '.alert-danger, .alert-warning'

/** Horizon in a browser, in the words of who clicks there. A complaint that Horizon shows after an action fails that action. */
export class HorizonPage {
  readonly page: Page
  readonly #url: string

  constructor(page: Page, url: string) {
    this.page = page
    this.#url = url
    page.setDefaultTimeout(60_000)
  }

  async logIn({ userName, password }: Login): Promise<void> {
    await this.page.goto(this.#url)
    await this.page.getByLabel('User Name').fill(userName)
    await this.page.locator('#id_password').fill(password)
    await this.page.getByRole('button', { name: 'Sign In' }).click()
    await this.page.locator('#sidebar').waitFor()
    await this.calm()
  }

  async logOut(): Promise<void> {
    await this.page.goto(`${this.#url}auth/logout/`)
  }

  /** The panels that the menu leads to: what they are called and where they are. */
  async panels(): Promise<readonly { readonly title: string; readonly path: string }[]> {
    const links = await this.page
      .locator('#sidebar a.openstack-panel, #sidebar a[href^="/"]')
      .evaluateAll((all) =>
        all.map((link) => ({ title: (link.textContent ?? '').trim(), path: link.getAttribute('href') ?? '' })),
      )
    return links.filter(({ title, path }) => title !== '' && path.startsWith('/'))
  }

  /** Opens every panel of the menu. Yields each one's heading, or what went wrong there. */
  async openAll(): Promise<Readonly<Record<string, string>>> {
    const shown: Record<string, string> = {}
    for (const { path } of await this.panels())
      shown[path] = await this.open(path).catch((error: Error) => `failed: ${error.message}`)
    return shown
  }

  /** Opens a panel, and waits until it has shown all that it asks for. Yields its heading. */
  async open(path: string): Promise<string> {
    await this.page.goto(new URL(path, this.#url).href)
    await this.calm()
    return (await this.page.locator('h1').first().innerText()).trim()
  }

  /** Until nothing is asked for any more; then Horizon must complain of nothing. */
  async calm(): Promise<void> {
    await this.page.waitForLoadState('networkidle')
    const complaints = (await this.page.locator(complaint).filter({ visible: true }).allInnerTexts()).map(tidy)
    if (complaints.length > 0) throw new Error(`Horizon shows: ${complaints.join(' | ')}`)
  }

  /** The row of a table that has this text. */
  row(text: string): Locator {
    return this.page.locator('tbody tr').filter({ hasText: text }).first()
  }

  /** The dialog that is open. */
  get dialog(): Locator {
    return this.page.locator('.modal-dialog').filter({ visible: true })
  }

  /** Chooses an action of a row: its button, or the item of its menu. */
  async act(row: Locator, action: string): Promise<void> {
    const offered = row.locator('button, a').filter({ hasText: exactly(action) })
    if (!(await offered.filter({ visible: true }).count())) await row.locator('.dropdown-toggle').click()
    await offered.filter({ visible: true }).first().click()
  }

  /** Presses a button of the dialog; when it ends the dialog, what follows is waited for. */
  async press(button: string): Promise<void> {
    const { dialog } = this
    const named = this.page.getByRole('button', { name: button }).or(this.page.getByRole('link', { name: button }))
    await dialog.locator('button, input[type=submit], a.btn').filter({ visible: true }).and(named).first().click()
    if (button !== 'Next') await dialog.waitFor({ state: 'hidden' })
    await this.calm()
  }

  /** Chooses what has this text in a list of the dialog, by the field's name. Horizon draws its own list over the browser's. */
  async choose(field: string, text: string): Promise<void> {
    const list = this.dialog.locator('.themable-select').filter({ has: this.page.locator(`select[name="${field}"]`) })
    await list.locator('.dropdown-toggle').click()
    await list.locator('.dropdown-menu a').filter({ hasText: text }).first().click()
  }

  /** Goes to a step of a wizard. */
  async step(name: string): Promise<void> {
    await this.dialog.locator('.nav-item').filter({ hasText: name }).filter({ visible: true }).first().click()
    await this.calm()
  }

  /** Takes what a wizard's step offers. */
  async allocate(name: string): Promise<void> {
    const row = this.dialog.locator('.transfer-available tbody tr').filter({ visible: true }).filter({ hasText: name })
    await row.locator('button').last().click()
    await this.dialog
      .locator('.transfer-allocated tbody tr')
      .filter({ visible: true })
      .filter({ hasText: name })
      .waitFor()
  }

  /** Opens a tab of the page, and waits until it is filled. Yields its text. */
  async tab(name: string): Promise<string> {
    await this.page
      .locator('.nav-tabs a')
      .filter({ hasText: exactly(name) })
      .click()
    const pane = this.page.locator('.tab-pane.active').filter({ hasNotText: 'Loading' })
    await pane.waitFor()
    await this.calm()
    return pane.innerText()
  }

  /** Confirms what Horizon asks about before it deletes. */
  async confirm(action: string): Promise<void> {
    await this.dialog.locator('.btn-danger, .btn-primary').filter({ hasText: action }).click()
    await this.calm()
  }

  async screenshot(path: string): Promise<void> {
    await this.page.screenshot({ path })
  }
}

const exactly = (text: string): RegExp => new RegExp(`^\\s*${text}\\s*$`)

const tidy = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()
