import type { Exchange } from '../../openstack/http/exchange.ts'
import { answerProperties, foreignProperties } from '../../wire/openstack/compute/answer-properties.ts'
import { formatMicroversion, type Microversion, parseMicroversion } from '../../wire/openstack/microversion.ts'
import type { CloudPromise } from './cloud-promise.ts'

/** A thing in one of Nova's answers. */
interface Shown {
  readonly request: string
  readonly kind: keyof typeof answerProperties
  readonly thing: object
  readonly microversion: Microversion
}

/** Promises about OpenStack's answers themselves, of those that are still kept. */
export const answerPromises: readonly CloudPromise[] = [
  {
    // OpenStack Powered forbids more since 2018.01 (openinfra/interop doc/source/process, "no additional properties").
    promise: 'an answer of Nova has only what its microversion has',
    unknown: ({ exchanges }) => {
      if (!exchanges) return 'nobody listens to what this cloud answers'
      return shownIn(exchanges).length > 0 ? undefined : 'no answer of Nova was kept'
    },
    breaches: ({ exchanges = [] }) => {
      const found = shownIn(exchanges).flatMap(({ request, kind, thing, microversion }) =>
        foreignProperties(kind, thing, microversion).map((property) => ({ request, kind, property, microversion })),
      )
      // The same property stands in every answer: the first one shows it.
      const firsts = new Map(found.toReversed().map((each) => [`${each.kind} ${each.property}`, each]))
      return [...firsts.values()].map(({ request, kind, property, microversion }) => ({
        sentence: `${request} has ${property} in a ${kind}, which Nova ${formatMicroversion(microversion)} has not`,
        shownBy: property,
      }))
    },
  },
]

const shownIn = (exchanges: readonly Exchange[]): readonly Shown[] =>
  exchanges.flatMap((exchange): readonly Shown[] => {
    const { service, method, url, status } = exchange
    if (service !== 'compute' || method !== 'GET' || status !== 200) return []
    const { headers, body } = exchange.messages().answer
    const microversion = microversionOf(headers)
    const answer = parsed(body)
    if (!microversion || !answer) return []
    // The same at every look, whichever server was the last to be asked for.
    const request = `${method} ${new URL(url).pathname.replace(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g, '{id}')}`
    return (Object.keys(answerProperties) as Shown['kind'][]).flatMap((kind) => {
      const thing = answer[kind]
      return typeof thing === 'object' && thing !== null ? [{ request, kind, thing, microversion }] : []
    })
  })

/** As Nova tells it (openstack/nova `nova/api/openstack/wsgi.py`); the second header is that of before 2.27. */
const microversionOf = (headers: Readonly<Record<string, string>>): Microversion | undefined =>
  parseMicroversion(
    headers['openstack-api-version']?.replace(/^compute /, '') ?? headers['x-openstack-nova-api-version'] ?? '',
  )

/** What is kept of a long answer is only its beginning: it tells nothing then. */
const parsed = (body: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
