import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pythonTool } from '../../lab/python-tools.ts'
import { type EmbeddedCloud, startEmbeddedCloud } from '../../src/embedded/embedded-cloud.ts'
import { classic } from '../../src/embedded/profiles/classic.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { systemRandom } from '../../src/lib/random.ts'

const run = promisify(execFile)
const data = randomBytes(3_000_000)

describe('object storage on the embedded cloud classic', () => {
  let cloud: EmbeddedCloud
  let folder: string
  const unexpected: unknown[] = []

  const environment = (): NodeJS.ProcessEnv => {
    const { auth, region_name: region } = cloud.entry
    return {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      OS_IDENTITY_API_VERSION: '3',
      OS_AUTH_URL: auth.auth_url,
      OS_USERNAME: auth.username,
      OS_PASSWORD: auth.password,
      OS_PROJECT_NAME: auth.project_name,
      OS_USER_DOMAIN_NAME: auth.user_domain_name,
      OS_PROJECT_DOMAIN_NAME: auth.project_domain_name,
      OS_REGION_NAME: region,
    }
  }
  const tool = async (name: string, ...args: string[]): Promise<string> =>
    (await run(pythonTool(name), args, { env: environment(), cwd: folder })).stdout
  const swift = (...args: string[]) => tool('swift', ...args)
  const lines = async (...args: string[]) => (await swift(...args)).split('\n').filter((line) => line !== '')
  const downloaded = async (container: string) => {
    await swift('download', container, 'big', '-o', `from-${container}`)
    return (await readFile(join(folder, `from-${container}`))).equals(data)
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portolan-swift-'))
    cloud = await startEmbeddedCloud({
      profile: classic,
      clock: systemClock,
      random: systemRandom,
      onUnexpected: (error) => unexpected.push(error),
    })
    await writeFile(join(folder, 'big'), data)
    await writeFile(join(folder, 'small.txt'), 'hello\n')
  })
  afterAll(async () => {
    await cloud[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  it('does a whole session of the swift command', async () => {
    expect(await swift('stat')).toContain('Containers: 0')
    await swift('post', 'plain', '--header', 'X-Container-Meta-Colour: red')
    await swift('upload', 'plain', 'small.txt', 'big')
    expect(await lines('list', 'plain')).toEqual(['big', 'small.txt'])
    expect(await lines('list', '--prefix', 'sm', 'plain')).toEqual(['small.txt'])
    expect(await swift('stat', 'plain')).toMatch(/Objects: 2[\s\S]*Bytes: 3000006[\s\S]*Meta Colour: red/)
    expect(await swift('stat', 'plain', 'small.txt')).toMatch(/Content Type: text\/plain[\s\S]*Content Length: 6/)
    await swift('post', 'plain', 'small.txt', '-m', 'Mood:good')
    expect(await swift('stat', 'plain', 'small.txt')).toContain('Meta Mood: good')
    await swift('copy', '-d', '/plain/copy.txt', 'plain', 'small.txt')
    await swift('download', 'plain', 'copy.txt')
    expect(await readFile(join(folder, 'copy.txt'), 'utf8')).toBe('hello\n')
    expect(await downloaded('plain')).toBe(true)
    await swift('delete', 'plain')
    expect(await swift('stat')).toContain('Containers: 0')
    expect(unexpected).toEqual([])
  })

  it('takes both kinds of large objects from the swift command', async () => {
    await swift('upload', 'dynamic', '--use-dlo', '--segment-size', '1000000', 'big')
    await swift('upload', 'static', '--use-slo', '--segment-size', '1000000', 'big')
    expect(await lines('list', 'static_segments')).toHaveLength(3)
    for (const container of ['dynamic', 'static']) expect(await downloaded(container), container).toBe(true)
    expect(await swift('capabilities')).toMatch(/bulk_delete[\s\S]*slo[\s\S]*tempurl/)

    await swift('delete', 'static', 'big')
    expect(await lines('list', 'static_segments')).toEqual([])
    await swift('delete', '--all')
    expect(await swift('stat')).toContain('Containers: 0')
    expect(unexpected).toEqual([])
  })

  it('opens a signed address to whoever has it, and to nobody after it is over', async () => {
    await swift('post', '-m', 'Temp-URL-Key:key')
    await swift('upload', 'signed', 'small.txt')
    const [, url = ''] = /StorageURL: (\S+)/.exec(await swift('stat', '-v')) ?? []
    const path = `${new URL(url).pathname}/signed/small.txt`
    const signed = async (seconds: string, method = 'GET') =>
      cloud.origin + (await swift('tempurl', method, seconds, path, 'key')).trim()
    expect(await (await fetch(await signed('60'))).text()).toBe('hello\n')
    expect((await fetch(await signed('60', 'PUT'))).status).toBe(401)
    expect((await fetch(`${cloud.origin}${path}`)).status).toBe(401)
    const put = await fetch(await signed('60', 'PUT'), { method: 'PUT', body: 'changed' })
    expect([put.status, await (await fetch(await signed('60'))).text()]).toEqual([201, 'changed'])
  })

  it('serves openstacksdk', async () => {
    const session = `
import json, openstack
cloud = openstack.connect()
store = cloud.object_store
store.create_container('sdk')
store.set_container_metadata('sdk', colour='red')
store.upload_object('sdk', 'dir/one', data=b'one')
cloud.create_object('sdk', 'two', filename='small.txt')
store.set_object_metadata('two', 'sdk', mood='good')
told = {
    'containers': [each.name for each in store.containers()],
    'objects': sorted(each.name for each in store.objects('sdk')),
    'data': store.download_object('dir/one', 'sdk').decode(),
    'colour': store.get_container_metadata('sdk').metadata['colour'],
    'mood': store.get_object_metadata('two', 'sdk').metadata['mood'],
    'largest': store.get_info().swift['max_file_size'],
}
for name in told['objects']:
    store.delete_object(name, container='sdk')
store.delete_container('sdk')
told['left'] = [each.name for each in store.containers(prefix='sdk')]
print(json.dumps(told))
`
    await writeFile(join(folder, 'session.py'), session)
    expect(JSON.parse(await tool('python', 'session.py'))).toEqual({
      containers: expect.arrayContaining(['sdk']),
      objects: ['dir/one', 'two'],
      data: 'one',
      colour: 'red',
      mood: 'good',
      largest: 5_368_709_122,
      left: [],
    })
    expect(unexpected).toEqual([])
  })
})
