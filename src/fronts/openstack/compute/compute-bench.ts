import { systemClock } from '../../../lib/clock.ts'
import { type Answer, type BenchCloud, FrontBench } from '../front-bench.ts'

/** An embedded cloud with a network in it, for Nova's tests, which it closes at its end. */
export const openComputeBench = async (cloud: BenchCloud): Promise<ComputeBench> => {
  const bench = new ComputeBench(cloud)
  await bench.prepare()
  return bench
}

export class ComputeBench extends FrontBench {
  /** Ids by name. */
  flavors: Readonly<Record<string, string>> = {}
  image = ''
  network = ''

  override async prepare(): Promise<void> {
    await super.prepare()
    const { body } = await this.nova('GET', '/flavors')
    this.flavors = Object.fromEntries(body.flavors.map(({ name, id }: { name: string; id: string }) => [name, id]))
    this.image = (await this.ask(this.member, 'GET', '/image/v2/images?name=debian-12')).body.images[0].id
    this.network = await this.newNetwork()
  }

  ask(token: string, method: string, path: string, body?: unknown, version = '2.96'): Promise<Answer> {
    return this.send(token, method, path, { body, headers: { 'openstack-api-version': `compute ${version}` } })
  }

  /** As a member, below `/compute/v2.1`. */
  nova(method: string, path: string, body?: unknown, version?: string): Promise<Answer> {
    return this.ask(this.member, method, `/compute/v2.1${path}`, body, version)
  }

  novaAdmin(method: string, path: string, body?: unknown, version?: string): Promise<Answer> {
    return this.ask(this.admin, method, `/compute/v2.1${path}`, body, version)
  }

  async newNetwork(name = 'net', cidr = '198.19.0.0/24'): Promise<string> {
    const { id } = (await this.ask(this.member, 'POST', '/network/v2.0/networks', { network: { name } })).body.network
    await this.ask(this.member, 'POST', '/network/v2.0/subnets', { subnet: { network_id: id, cidr, ip_version: 4 } })
    return id
  }

  create(fields: object = {}, version?: string): Promise<Answer> {
    const server = {
      name: 'a',
      imageRef: this.image,
      flavorRef: this.flavors['s1.tiny'],
      networks: [{ uuid: this.network }],
      ...fields,
    }
    return this.nova('POST', '/servers', { server }, version)
  }

  async show(id: string): Promise<Answer['body']> {
    return (await this.nova('GET', `/servers/${id}`)).body.server
  }

  /** Looks again until the server is so, for two seconds. */
  async until(id: string, fits: (server: Answer['body']) => boolean): Promise<Answer['body']> {
    for (let look = 0; look < 400; look += 1) {
      const server = await this.show(id)
      if (fits(server)) return server
      await systemClock.sleep(5)
    }
    throw new Error(`never so: ${JSON.stringify(await this.show(id))}`)
  }

  untilStatus(id: string, status: string): Promise<Answer['body']> {
    return this.until(id, (server) => server?.status === status && server['OS-EXT-STS:task_state'] === null)
  }

  /** An active one. */
  async newServer(fields: object = {}): Promise<Answer['body']> {
    const { body, status } = await this.create(fields)
    if (status !== 202) throw new Error(`no server was made: ${JSON.stringify(body)}`)
    return this.untilStatus(body.server.id, 'ACTIVE')
  }

  act(id: string, action: object, version?: string): Promise<Answer> {
    return this.nova('POST', `/servers/${id}/action`, action, version)
  }
}

/** The names of the servers of a list. */
export const names = (answer: Answer): string[] => answer.body.servers.map(({ name }: { name: string }) => name)
