import fc from 'fast-check'
import type { ObservedExchange } from '../../../src/embedded/observed-exchange.ts'
import { parseMicroversion } from '../../../src/wire/openstack/microversion.ts'
import { pathBelow } from '../described-services.ts'
import { type ExchangeJudge, serviceAt } from '../exchange-judge.ts'
import { knownRequestErrorOf } from '../known-request-errors.ts'
import { mutationsOf } from '../mutate-body.ts'
import type { Asked, JudgedFront } from './judged-front.ts'

/** What came of the mutated bodies of one service. */
export interface Refusals {
  /** Operations, each action one of its own. */
  readonly operations: Set<string>
  refused: number
}

/** Sends mutations of each valid body before the body itself, and keeps what was wrong with the answers. */
export class MutatedSession {
  readonly refusals = new Map<string, Refusals>()
  /** Bodies that the description refuses and the front does not, or not with the right fault, each sort once. */
  readonly failures = new Map<string, string>()
  readonly #front: JudgedFront
  readonly #judge: ExchangeJudge
  readonly #last: () => ObservedExchange | undefined
  readonly #done = new Set<string>()
  readonly #runs: number

  /** `last` tells the exchange that the front answered last. */
  constructor(front: JudgedFront, judge: ExchangeJudge, last: () => ObservedExchange | undefined, runs: number) {
    this.#front = front
    this.#judge = judge
    this.#last = last
    this.#runs = runs
  }

  /** Tries mutations of this request's body, unless those of the same operation at the same microversion were tried. */
  async before(asked: Asked): Promise<void> {
    const described = serviceAt(asked.path)
    if (!described) return
    const service = this.#judge.service(described)
    const { found, action, name } = service.find(
      asked.method,
      pathBelow(described, asked.path.split('?')[0] ?? ''),
      asked.body,
    )
    if ('missing' in found) return
    const version = asked.headers['openstack-api-version']?.split(' ')[1]
    const microversion = parseMicroversion(version ?? described.lowest ?? '') ?? service.newest
    const key = `${described.type} ${name} ${version ?? ''}`
    if (this.#done.has(key)) return
    this.#done.add(key)
    const compare = service.requestComparison(name, found.operation, {
      microversion,
      ...(action === undefined ? {} : { action }),
    })
    if (!compare) return
    const refuses = (body: unknown) =>
      compare(body).filter((difference) => !knownRequestErrorOf(described.type, name, difference))
    const own = refuses(asked.body)
    if (own.length > 0) {
      this.failures.set(
        `${key} valid ${own[0]?.at}`,
        `${key}: the description refuses a body that the front takes: ${own[0]?.at} ${own[0]?.message}`,
      )
      return
    }
    const before = await this.#inventory()
    const tally = this.refusals.get(described.type) ?? { operations: new Set(), refused: 0 }
    this.refusals.set(described.type, tally)
    await fc.assert(
      fc.asyncProperty(mutationsOf(asked.body), async ({ change, body }) => {
        const [difference] = refuses(body)
        if (!difference) return
        const { status } = await this.#front.send({ ...asked, body })
        const exchange = this.#last()
        const fault = exchange ? this.#judge.judge(exchange).deviations : []
        const sort = `${described.type} ${name} ${change.replaceAll(/ is .*/g, '')} ${difference.keyword} ${status}`
        if (status !== 400)
          this.failures.set(
            sort,
            `${key}: ${change} was answered ${status}, though ${difference.at} ${difference.message}`,
          )
        else if (fault.length > 0)
          this.failures.set(sort, `${key}: ${change} was refused in another form: ${fault[0]?.message}`)
        else {
          tally.refused += 1
          tally.operations.add(name)
        }
      }),
      { numRuns: this.#runs, seed: 7 },
    )
    const after = await this.#inventory()
    if (after !== before) this.failures.set(`${key} changed`, `${key}: something changed though all was refused`)
  }

  /** What an administrator sees of everything that requests can change. */
  async #inventory(): Promise<string> {
    const answers: unknown[] = []
    const ask = this.#front.asking({ 'openstack-api-version': 'compute 2.96, volume 3.71' })
    for (const path of changeable(this.#front))
      answers.push((await ask(`GET ${path}`, undefined, { as: 'admin' })).body)
    return JSON.stringify(answers)
  }
}

const changeable = ({ adminProject, memberProject }: JudgedFront): readonly string[] => [
  ...['projects', 'users', 'roles', 'role_assignments'].map((kind) => `/identity/v3/${kind}`),
  ...['networks', 'subnets', 'subnetpools', 'ports', 'routers', 'floatingips', 'security-groups', 'quotas'].map(
    (kind) => `/network/v2.0/${kind}`,
  ),
  '/image/v2/images',
  '/compute/v2.1/servers/detail?all_tenants=1',
  '/compute/v2.1/os-server-groups?all_projects=1',
  `/compute/v2.1/os-quota-sets/${memberProject}`,
  `/volume/v3/${adminProject}/volumes/detail?all_tenants=1`,
  `/volume/v3/${adminProject}/snapshots/detail?all_tenants=1`,
  `/volume/v3/${adminProject}/os-quota-sets/${memberProject}`,
]
