import type { Context } from 'hono'
import type { Front } from '../kernel/front.ts'
import type { Authorization, ServiceDefinition, ServiceEnv } from '../kernel/service.ts'
import { AccountStore } from './account-store.ts'
import { ContainerStore, type ObjectCloud } from './container-store.ts'
import { ExpiringObjects } from './expiring-objects.ts'
import { answerRequest, handleRequest } from './handle-request.ts'
import { info } from './info.ts'
import { ObjectTurns } from './object-turns.ts'
import type { SwiftContext } from './swift-context.ts'
import { swiftFault } from './swift-refusal.ts'
import { parseTarget } from './target.ts'

/** The groups that object storage stands on, where the cloud below has them: without them the service is not in the catalog. */
export const objectCloudOf = ({ driver: { containers, objects } }: Front): ObjectCloud | undefined =>
  containers && objects && { containers, objects }

/**
 * Swift's v1 API, at the address that Swift itself has it at: clients cut `/v1/` off to find `/info`, and signatures are over the path. Containers that nobody
 * here made belong to the project `adoptInto`.
 */
export const objectStorageService = (front: Front, cloud: ObjectCloud, adoptInto: string): ServiceDefinition => ({
  type: 'object-store',
  name: 'swift',
  path: '/v1',
  endpoint: '/v1/AUTH_{project_id}',
  endpointRoot: '',
  public: () => false,
  takesStrangers: true,
  carriesData: true,
  requestIdHeader: 'x-trans-id',
  fault: swiftFault,
  requestId: transactionId,

  mount(app) {
    const containers = new ContainerStore(front, cloud, adoptInto)
    const turns = new ObjectTurns()
    const swift: SwiftContext = {
      front,
      accounts: new AccountStore(front),
      containers,
      expiring: new ExpiringObjects(front, containers, turns),
      turns,
      handle: (request) => handleRequest(swift, request),
    }
    front.tasks.run('delete expired objects', (signal) => swift.expiring.run(signal))
    // Both lie beside the API's path, and need no token.
    const idOf = () => ({ 'x-trans-id': transactionId(front) })
    app.get('/info', (context) => context.json(info, 200, idOf()))
    // openstack/swift `swift/common/middleware/healthcheck.py`
    app.get('/healthcheck', (context) => context.text('OK', 200, idOf()))
    const answer = (context: Context<ServiceEnv>) => answerHttp(swift, context)
    app.on(['GET', 'POST'], '/v1/:account', answer)
    app.on(['GET', 'PUT', 'POST', 'DELETE'], '/v1/:account/:container', answer)
    app.on(['GET', 'PUT', 'POST', 'DELETE', 'COPY'], '/v1/:account/:container/:object{.+}', answer)
    app.all('/v1/*', answer)
  },
})

/** As openstack/swift `swift/common/utils/__init__.py` makes them, `generate_trans_id`. */
const transactionId = ({ newId, clock }: Front): string => {
  const seconds = Math.floor(clock.now() / 1000)
    .toString(16)
    .padStart(10, '0')
  return `tx${newId().replaceAll('-', '').slice(0, 21)}-${seconds}`
}

const answerHttp = (swift: SwiftContext, context: Context<ServiceEnv>): Promise<Response> => {
  const { method, url, headers, body } = context.req.raw
  const authorization: Authorization | undefined = context.get('authorization')
  // In a URL `..` would go up; in an object's name it does not.
  const asked = context.env.requestTarget ?? url.slice(url.indexOf('/', 'https://'.length))
  const [path = ''] = asked.split('?', 1)
  return answerRequest(swift, {
    method,
    target: parseTarget(path),
    headers,
    query: new URLSearchParams(asked.slice(path.length + 1)),
    body,
    caller: authorization ? { authorization } : {},
  })
}
