import type { Clock } from '../../../lib/clock.ts'
import { CloudError } from '../../../model/cloud-error.ts'

/** What is shown late: by the word of its paths, the name that answers have for one, and its service's words for one that is not there. */
const lateThings: Readonly<Record<string, { readonly one: string; readonly missing: Missing }>> = {
  servers: { one: 'server', missing: (id) => ({ message: `Instance ${id} could not be found.` }) },
  networks: { one: 'network', missing: neutron('NetworkNotFound', (id) => `Network ${id} could not be found.`) },
  subnets: { one: 'subnet', missing: neutron('SubnetNotFound', (id) => `Subnet ${id} could not be found.`) },
  ports: { one: 'port', missing: neutron('PortNotFound', (id) => `Port ${id} could not be found.`) },
  routers: { one: 'router', missing: neutron('RouterNotFound', (id) => `Router ${id} could not be found`) },
  'security-groups': {
    one: 'security_group',
    missing: neutron('SecurityGroupNotFound', (id) => `Security group ${id} does not exist`),
  },
  floatingips: {
    one: 'floatingip',
    missing: neutron('FloatingIPNotFound', (id) => `Floating IP ${id} could not be found`),
  },
  volumes: { one: 'volume', missing: (id) => ({ message: `Volume ${id} could not be found.` }) },
  snapshots: { one: 'snapshot', missing: (id) => ({ message: `Snapshot ${id} could not be found.` }) },
  images: { one: 'image', missing: (id) => ({ message: `No image found with ID ${id}`, reason: 'ImageNotFound' }) },
}

type Missing = (id: string) => { readonly message: string; readonly reason?: string }

type Body = Readonly<Record<string, unknown>>

/**
 * Reads that lag behind writes, as those of a cloud do whose replicas and cells answer behind a load balancer: what a POST made is neither found nor
 * listed by a GET until so many milliseconds later, whoever asks. Nothing else differs: the POST's own answer is whole, and every write sees everything.
 */
export class LateReads {
  readonly #clock: Clock
  readonly #lateMs: number
  /** When each thing begins to be shown, in the order of their making. */
  readonly #shownAt = new Map<string, number>()

  constructor(lateMs: number, clock: Clock) {
    this.#lateMs = lateMs
    this.#clock = clock
  }

  /** Throws `not_found`, in the service's own words, for a read of what is not shown yet, and of what lies below it. */
  refuse(method: string, path: string): void {
    if (!isRead(method)) return
    const segments = path.split('/')
    for (const [index, id] of segments.entries()) {
      const missing = lateThings[segments[index - 1] ?? '']?.missing
      if (!missing || !this.#isHidden(id)) continue
      const { message, reason } = missing(id)
      throw new CloudError('not_found', message, reason === undefined ? {} : { reason })
    }
  }

  /** Remembers what a POST's good answer tells of; takes out of a read's good answer what is not shown yet. */
  async answer(method: string, response: Response): Promise<Response> {
    const isJson = response.headers.get('content-type')?.startsWith('application/json')
    if (!response.ok || !isJson) return response
    if (method === 'POST') {
      this.#remember((await response.clone().json()) as Body)
      return response
    }
    this.#forgetShown()
    if (!isRead(method) || this.#shownAt.size === 0) return response
    const body: unknown = JSON.parse(await response.text())
    const headers = new Headers(response.headers)
    headers.delete('content-length')
    return new Response(JSON.stringify(isRecord(body) ? this.#withoutHidden(body) : body), {
      status: response.status,
      headers,
    })
  }

  #remember(body: Body): void {
    const made = Object.values(lateThings).flatMap(({ one }) => [body[one], body[`${one}s`]].flat())
    // Glance alone has no name around one thing, and Nova tells the image of a server by its id (openstack/nova `nova/api/openstack/compute/servers.py`).
    const image = body.schema === '/v2/schemas/image' ? body : { id: body.image_id }
    for (const thing of [...made, image])
      if (isRecord(thing) && typeof thing.id === 'string') this.#shownAt.set(thing.id, this.#clock.now() + this.#lateMs)
  }

  #withoutHidden(body: Body): Body {
    const answer: Record<string, unknown> = { ...body }
    for (const { one } of Object.values(lateThings)) {
      const many = body[`${one}s`]
      if (Array.isArray(many))
        answer[`${one}s`] = many.filter((each: unknown) => !(isRecord(each) && this.#isHidden(String(each.id))))
    }
    return answer
  }

  #isHidden(id: string): boolean {
    return (this.#shownAt.get(id) ?? 0) > this.#clock.now()
  }

  #forgetShown(): void {
    for (const [id, time] of this.#shownAt) {
      if (time > this.#clock.now()) return
      this.#shownAt.delete(id)
    }
  }
}

function neutron(reason: string, message: (id: string) => string): Missing {
  return (id) => ({ message: message(id), reason })
}

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD'

const isRecord = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value)
