import { systemClock } from '../../../lib/clock.ts'
import { type Answer, type BenchCloud, FrontBench } from '../front-bench.ts'

/** An embedded cloud for Cinder's tests, which it closes at its end. */
export const openBlockStorageBench = async (cloud: BenchCloud): Promise<BlockStorageBench> => {
  const bench = new BlockStorageBench(cloud)
  await bench.prepare()
  return bench
}

export class BlockStorageBench extends FrontBench {
  ask(token: string, method: string, path: string, body?: unknown, microversion?: string): Promise<Answer> {
    const headers = microversion === undefined ? {} : { 'openstack-api-version': `volume ${microversion}` }
    return this.send(token, method, path, { body, headers })
  }

  /** As a member, below `/volume/v3/{project_id}`. */
  call(method: string, path: string, body?: unknown, microversion?: string): Promise<Answer> {
    return this.ask(this.member, method, `/volume/v3/${this.projectId}${path}`, body, microversion)
  }

  callAsAdmin(method: string, path: string, body?: unknown, microversion?: string): Promise<Answer> {
    return this.ask(this.admin, method, `/volume/v3${path}`, body, microversion)
  }

  /** Looks again until it has that status, or is `gone`, for four seconds. */
  async until(path: string, status: string): Promise<void> {
    for (let look = 0; look < 200; look += 1) {
      const { body, status: code } = await this.call('GET', path)
      if (code === 404 ? status === 'gone' : Object.values<{ status: string }>(body)[0]?.status === status) return
      await systemClock.sleep(20)
    }
    throw new Error(`${path} does not become ${status}`)
  }

  /** An available one. */
  newVolume(fields: object = {}): Promise<string> {
    return this.#made('volume', { size: 1, name: 'disk', ...fields })
  }

  newSnapshot(volumeId: string, fields: object = {}): Promise<string> {
    return this.#made('snapshot', { volume_id: volumeId, ...fields })
  }

  act(id: string, action: object, microversion?: string): Promise<Answer> {
    return this.call('POST', `/volumes/${id}/action`, action, microversion)
  }

  async #made(what: 'volume' | 'snapshot', fields: object): Promise<string> {
    const { status, body } = await this.call('POST', `/${what}s`, { [what]: fields })
    if (status !== 202) throw new Error(`no ${what} was made: ${JSON.stringify(body)}`)
    await this.until(`/${what}s/${body[what].id}`, 'available')
    return body[what].id
  }
}
