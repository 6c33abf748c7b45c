import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { classic } from '../../src/embedded/profiles/classic.ts'
import { HorizonPage } from './horizon-page.ts'
import { recordSession, type Sentence } from './record-session.ts'
import { type HorizonStage, startHorizonStage } from './start-horizon-stage.ts'

const shots = join(import.meta.dirname, '..', '..', '.lab', 'horizon', 'shots')

const started = Date.now()
const sentences: Sentence[] = []
let stage: HorizonStage
let horizon: HorizonPage

beforeAll(async () => {
  await mkdir(shots, { recursive: true })
  stage = await startHorizonStage(classic)
  const page = await stage.browser.newPage({ viewport: { width: 1280, height: 860 } })
  horizon = new HorizonPage(page, stage.horizon.url)
})
afterEach(async ({ task }) => {
  sentences.push({ name: task.name, error: task.result?.errors?.[0]?.message })
  await horizon.screenshot(join(shots, `${task.name.replaceAll(/\W+/g, '-')}.png`))
})
afterAll(async () => {
  if (process.env.RECORD_FIDELITY === '1') await recordSession(sentences, started)
  await stage?.[Symbol.asyncDispose]()
})

it('lets the member of the project in, and shows what it may use', async () => {
  await horizon.logIn(stage.users.member)
  await expect.poll(() => horizon.page.locator('h1').innerText()).toBe('Overview')
  const summary = await horizon.page.locator('.limit-summary').innerText()
  expect(summary).toMatch(/Instances\s+Used 0 of 100/)
})

it('shows the member every panel', async () => {
  expect(await horizon.openAll()).toEqual({
    '/project/api_access/': 'API Access',
    '/project/containers/': 'Containers',
    '/project/': 'Overview',
    '/project/instances/': 'Instances',
    '/project/images/': 'Images',
    '/project/key_pairs/': 'Key Pairs',
    '/project/server_groups/': 'Server Groups',
    '/project/volumes/': 'Volumes',
    '/project/snapshots/': 'Volume Snapshots',
    '/project/volume_groups/': 'Groups',
    '/project/vg_snapshots/': 'Group Snapshots',
    '/project/network_topology/': 'Network Topology',
    '/project/networks/': 'Networks',
    '/project/routers/': 'Routers',
    '/project/security_groups/': 'Security Groups',
    '/project/floating_ips/': 'Floating IPs',
    '/identity/': 'Projects',
    '/identity/users/': 'Users',
    '/identity/application_credentials/': 'Application Credentials',
  })
})

it('makes a network with a subnet', async () => {
  await horizon.open('/project/networks/')
  await horizon.page.locator('#networks__action_create').click()
  await horizon.dialog.getByLabel('Network Name').fill('harbour')
  await horizon.press('Next')
  await horizon.dialog.getByLabel('Subnet Name').fill('quay')
  await horizon.dialog.getByLabel('Network Address').fill('10.20.0.0/24')
  await horizon.press('Next')
  await horizon.press('Create')
  await horizon.row('harbour').filter({ hasText: 'quay 10.20.0.0/24' }).filter({ hasText: 'Active' }).waitFor()
})

it('makes a router between that network and the public one', async () => {
  await horizon.open('/project/routers/')
  await horizon.page.locator('#routers__action_create').click()
  await horizon.dialog.getByLabel('Router Name').fill('pilot')
  await horizon.choose('external_network', 'public')
  await horizon.press('Create Router')
  await horizon
    .row('pilot')
    .filter({ hasText: 'public' })
    .filter({ hasText: 'Active' })
    .getByRole('link')
    .first()
    .click()
  await horizon.tab('Interfaces')
  await horizon.page.locator('#interfaces__action_create').click()
  await horizon.choose('subnet_id', 'harbour')
  await horizon.press('Submit')
  await horizon.row('10.20.0.1').filter({ hasText: 'Internal Interface' }).filter({ hasText: 'Active' }).waitFor()
})

it('makes a security group with a rule', async () => {
  await horizon.open('/project/security_groups/')
  await horizon.page.locator('#security_groups__action_create').click()
  await horizon.dialog.getByLabel('Name').fill('visitors')
  await horizon.press('Create Security Group')
  await horizon.page.locator('#rules__action_add_rule').click()
  await horizon.dialog.locator('#id_port').fill('443')
  await horizon.press('Add')
  await horizon.row('443').filter({ hasText: 'Ingress' }).filter({ hasText: '0.0.0.0/0' }).waitFor()
})

it('makes a key pair, and hands over its private key', async () => {
  await horizon.open('/project/key_pairs/')
  await horizon.page.getByRole('button', { name: 'Create Key Pair' }).click()
  await horizon.dialog.getByLabel('Key Pair Name').fill('keeper')
  await horizon.dialog.locator('select[name="key-type"]').selectOption({ label: 'SSH Key' })
  const download = horizon.page.waitForEvent('download')
  await horizon.press('Create Key Pair')
  const key = await readFile(await (await download).path(), 'utf8')
  expect(key).toMatch(/^-----BEGIN [A-Z ]*PRIVATE KEY-----/)
  await horizon.row('keeper').filter({ hasText: 'ssh' }).waitFor()
})

it('makes a volume', async () => {
  await horizon.open('/project/volumes/')
  await horizon.page.locator('#volumes__action_create').click()
  await horizon.dialog.getByLabel('Volume Name').fill('logbook')
  await horizon.dialog.getByLabel('Size (GiB)').fill('3')
  await horizon.press('Create Volume')
  await horizon.row('logbook').filter({ hasText: '3GiB' }).filter({ hasText: 'Available' }).waitFor()
})

it('launches an instance by the wizard, and shows it Active', async () => {
  await horizon.open('/project/instances/')
  await horizon.page.locator('#instances__action_launch-ng').click()
  await horizon.dialog.getByLabel('Instance Name').fill('lighthouse')
  await horizon.step('Source')
  await horizon.allocate('debian-12')
  await horizon.step('Flavor')
  await horizon.allocate('s1.small')
  await horizon.step('Networks')
  expect(await horizon.dialog.innerText()).toMatch(/Allocated 1[\s\S]*harbour/)
  await horizon.step('Security Groups')
  await horizon.allocate('visitors')
  await horizon.screenshot(join(shots, 'wizard.png'))
  await horizon.press('Launch Instance')
  await horizon.row('lighthouse').filter({ hasText: 'Active' }).filter({ hasText: 'Running' }).waitFor()
  const row = await horizon.row('lighthouse').innerText()
  for (const word of ['debian-12', '10.20.0.', 's1.small', 'keeper', 'nova']) expect(row).toContain(word)
})

it('draws the topology', async () => {
  await horizon.open('/project/network_topology/')
  const drawing = horizon.page.locator('#topologyCanvasContainer')
  await expect.poll(() => drawing.textContent(), { timeout: 30_000 }).toMatch(/public.*harbour.*pilot.*lighthouse/s)
})

it('gives the instance a floating IP', async () => {
  await horizon.open('/project/floating_ips/')
  await horizon.page.locator('#floating_ips__action_allocate').click()
  await horizon.press('Allocate IP')
  await horizon.row('198.18.').waitFor()
  await horizon.open('/project/instances/')
  await horizon.act(horizon.row('lighthouse'), 'Associate Floating IP')
  await horizon.choose('ip_id', '198.18.')
  await horizon.press('Associate')
  await horizon.row('lighthouse').filter({ hasText: '198.18.' }).waitFor()
  await horizon.open('/project/floating_ips/')
  await horizon.row('198.18.').filter({ hasText: 'lighthouse' }).filter({ hasText: 'Active' }).waitFor()
})

it('attaches the volume to the instance', async () => {
  await horizon.open('/project/instances/')
  await horizon.act(horizon.row('lighthouse'), 'Attach Volume')
  await horizon.choose('volume', 'logbook')
  await horizon.press('Attach Volume')
  await horizon.open('/project/volumes/')
  await horizon.row('logbook').filter({ hasText: 'In-use' }).filter({ hasText: '/dev/vdb on lighthouse' }).waitFor()
})

it('shows the details of the instance, what it did and its console log', async () => {
  await horizon.open('/project/instances/')
  await horizon.row('lighthouse').getByRole('link').first().click()
  const details = await horizon.tab('Overview')
  for (const word of ['visitors', 'ALLOW IPv4 443/tcp from 0.0.0.0/0', 'logbook on /dev/vdb', 'keeper', 'debian-12'])
    expect(details).toContain(word)
  expect(await horizon.tab('Action Log')).toMatch(/attach_volume[\s\S]*Create/)
  const log = await horizon.tab('Log')
  expect(log).toContain('SIMULATED GUEST')
  expect(log).toContain('lighthouse login:')
})

it('stops and starts the instance', async () => {
  await horizon.open('/project/instances/')
  await horizon.act(horizon.row('lighthouse'), 'Shut Off Instance')
  await horizon.confirm('Shut Off Instance')
  await horizon.row('lighthouse').filter({ hasText: 'Shutoff' }).filter({ hasText: 'Shut Down' }).waitFor()
  await horizon.act(horizon.row('lighthouse'), 'Start Instance')
  await horizon.row('lighthouse').filter({ hasText: 'Active' }).filter({ hasText: 'Running' }).waitFor()
})

it('makes an image of the instance', async () => {
  await horizon.open('/project/instances/')
  await horizon.act(horizon.row('lighthouse'), 'Create Snapshot')
  await horizon.dialog.getByLabel('Snapshot Name').fill('postcard')
  await horizon.press('Create Snapshot')
  await horizon.row('postcard').filter({ hasText: 'Snapshot' }).filter({ hasText: 'Active' }).waitFor()
})

it('deletes the instance', async () => {
  await horizon.open('/project/instances/')
  await horizon.act(horizon.row('lighthouse'), 'Delete Instance')
  await horizon.confirm('Delete Instance')
  await horizon.row('lighthouse').waitFor({ state: 'detached' })
  await horizon.open('/project/volumes/')
  await horizon.row('logbook').filter({ hasText: 'Available' }).waitFor()
})

it('makes a container of objects, and deletes it', async () => {
  await horizon.open('/project/containers/')
  await horizon.page.getByRole('button', { name: 'Container' }).click()
  await horizon.dialog.locator('input[name="name"]').fill('cargo')
  await horizon.press('Submit')
  const container = horizon.page.locator('.hz-container-title').filter({ hasText: 'cargo' })
  await container.click()
  await horizon.page.locator('.hz-object-count').filter({ hasText: '0' }).waitFor()
  await horizon.page.locator('.hz-container-delete-icon').click()
  await horizon.confirm('Delete')
  await container.waitFor({ state: 'detached' })
})

it('shows the administrator every panel', async () => {
  await horizon.logOut()
  await horizon.logIn(stage.users.admin)
  const shown = await horizon.openAll()
  expect(Object.values(shown)).toEqual(
    expect.arrayContaining(['All Hypervisors', 'Flavors', 'Defaults', 'System Information']),
  )
  expect(Object.entries(shown).filter(([, heading]) => heading.startsWith('failed'))).toEqual([])
})

it('was never failed by the cloud, and asked it for nothing that it does not have', () => {
  expect(stage.unexpected).toEqual([])
  const refused = stage.answers.filter(({ status }) => status >= 400)
  expect(refused.filter(({ status }) => status >= 500)).toEqual([])
  // Who has no role on the domain gets no token for it, which Horizon tries first; whether a name is free Horizon finds out by looking for it.
  const expected = /^(POST \/identity\/v3\/auth\/tokens|HEAD \/v1\/)/
  expect(refused.filter(({ request }) => !expected.test(request))).toEqual([])
})
