import { expect, test } from 'vitest'
import { collect } from '../../lib/async-iterable.ts'
import { seededRandom } from '../../lib/random.ts'
import { floatingIps } from '../network/floating-ips.ts'
import { openSession } from './session.ts'
import { smallCloud } from './small-cloud-fixture.ts'

const call = { signal: new AbortController().signal }

test('a list that the service does not have is unsupported; only one resource can be not found', async () => {
  const cloud = smallCloud({ catalog: { network: 'http://cloud.test/network/v2.0' } })
  cloud.app.all('/network/v2.0/*', (context) =>
    context.json({ NeutronError: { message: 'The resource could not be found.' } }, 404),
  )
  const network = await openSession({ random: seededRandom(1), ...cloud.options }).need('network', call)
  await expect(collect(floatingIps.list(network, {}, call))).rejects.toMatchObject({ code: 'unsupported' })
  await expect(floatingIps.get(network, 'gone', call)).rejects.toMatchObject({ code: 'not_found' })
})
