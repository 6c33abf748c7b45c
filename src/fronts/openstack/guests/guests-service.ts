import { CloudError } from '../../../model/cloud-error.ts'
import { probeRequest } from '../../../wire/openstack/guests/probe.ts'
import { identityFault } from '../identity/identity-fault.ts'
import type { Front } from '../kernel/front.ts'
import { maySee } from '../kernel/policy.ts'
import { readJson } from '../kernel/read-json.ts'
import type { ServiceDefinition } from '../kernel/service.ts'

/** True when the cloud below answers probes itself, as simulated ones do. */
export const areGuestsOffered = (front: Front): boolean => front.driver.guests !== undefined

/**
 * Not an OpenStack service: simulated clouds offer it so that a workload's probes can be decided from the cloud's own state. Each answer says
 * `simulated: true`.
 */
export const guestsService: ServiceDefinition = {
  type: 'portolan-guests',
  name: 'portolan-guests',
  path: '/guests',
  endpoint: '/v1',
  public: () => false,
  fault: identityFault,
  mount(app, front) {
    app.post('/guests/v1/probe', async (context) => {
      const { probe } = await readJson(context, probeRequest)
      const { guests } = front.driver
      if (!guests) throw new CloudError('not_found', 'This cloud answers no probes: its guests can be reached.')
      const from =
        probe.from === 'outside'
          ? probe.from
          : { serverId: nativeServer(front, context.get('authorization'), probe.from.serverId) }
      const { port, ...rest } = probe
      const asked = { ...rest, from, ...(port === undefined ? {} : { port }) }
      const result = await front.mirror.act((_driver, call) => guests.probe(asked, call))
      return context.json({ result })
    })
  },
}

const nativeServer = (front: Front, authorization: Parameters<typeof maySee>[0], id: string) => {
  if (!maySee(authorization, front.mirror.get('server', id)?.projectId))
    throw new CloudError('not_found', `Server ${id} could not be found.`)
  return front.mirror.nativeId('server', id)
}
