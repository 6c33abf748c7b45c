import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { pythonTool } from '../../lab/python-tools.ts'
import { startEmbeddedCloud } from '../../src/embedded/embedded-cloud.ts'
import { classic } from '../../src/embedded/profiles/classic.ts'
import { otc } from '../../src/embedded/profiles/otc.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { systemRandom } from '../../src/lib/random.ts'
import { entriesOf, writeCloudsFile } from './clouds-file.ts'

const run = promisify(execFile)
const script = join(import.meta.dirname, 'openstacksdk-session.py')

it.each([
  { profile: classic, project: 'demo', options: ['qcow2', 'public'] },
  { profile: otc, project: 'eu-de', options: ['qcow2', 'admin_external_net', 'eu-de-02'] },
])('openstacksdk does a whole session on the embedded cloud $profile.name', async ({ profile, project, options }) => {
  const unexpected: unknown[] = []
  await using cloud = await startEmbeddedCloud({
    profile,
    clock: systemClock,
    random: systemRandom,
    onUnexpected: (error) => unexpected.push(error),
  })
  await using file = await writeCloudsFile(entriesOf(cloud))
  const { stdout } = await run(pythonTool('python'), [script, cloud.name, ...options], {
    env: { ...file.environment },
    cwd: file.folder,
  })
  expect(JSON.parse(stdout)).toEqual({
    project,
    image: { status: 'active', same: true },
    'private key': true,
    server: { status: 'ACTIVE', metadata: { role: 'test' }, power: 1 },
    'floating ip': true,
    attached: [true],
    resized: true,
    left: { servers: 0, volumes: 0, ports: 0, routers: 0, 'floating ips': 0, 'key pairs': 0, 'own networks': 0 },
  })
  expect(unexpected).toEqual([])
})
