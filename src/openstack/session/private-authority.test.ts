import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startEmbeddedCloud } from '../../embedded/embedded-cloud.ts'
import { classic } from '../../embedded/profiles/classic.ts'
import { systemClock } from '../../lib/clock.ts'
import { systemRandom } from '../../lib/random.ts'
import { openCloudSession } from './open-cloud-session.ts'

const call = { signal: new AbortController().signal }

it('a certificate that nobody vouches for is refused with the remedy, and cacert is the remedy', async () => {
  const profile = { ...classic, tls: 'self-signed' } as const
  const unexpected: unknown[] = []
  const onUnexpected = (error: unknown) => unexpected.push(error)
  await using cloud = await startEmbeddedCloud({ profile, clock: systemClock, random: systemRandom, onUnexpected })
  const warnings: string[] = []
  const open = (values: object) =>
    openCloudSession({
      values: { ...cloud.entry, ...values },
      onWarning: (warning) => warnings.push(warning),
      attempts: 1,
    })
  const folder = await mkdtemp(join(tmpdir(), 'portolan-authority-'))
  try {
    await using stranger = await open({})
    await expect(stranger.session.authorization(call)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('is not trusted'),
      hint: expect.stringContaining('cacert'),
    })
    const cacert = join(folder, 'ca.pem')
    await writeFile(cacert, cloud.certificate ?? '')
    await using friend = await open({ cacert })
    expect((await friend.session.authorization(call)).project?.name).toBe('demo')
    expect(warnings).toEqual([])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  expect(unexpected).toEqual([])
})
