import assert from 'node:assert/strict'
import { arrayBuffer } from 'node:stream/consumers'
import { collect } from '../../lib/async-iterable.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { ObjectQuery, ObjectSpec, StoredObject } from '../../model/object-storage.ts'
import { pause } from '../pause.ts'
import { newName, streamOf } from './make.ts'
import type { Subject } from './subject.ts'

export type ObjectSubject = Subject<'containers' | 'objects'>

/** A new container, with what rules do in it. It is emptied and deleted when the rule is over. */
export const newContainer = async (subject: ObjectSubject) => {
  const { cloud, call, made } = subject
  const name = newName(subject)
  made.undo((ending) => removeContainer({ ...subject, call: ending }, name))
  await cloud.containers.create(name, call)
  return {
    name,
    put: (object: string, data: Uint8Array | string, spec: ObjectSpec = {}): Promise<StoredObject> =>
      cloud.objects.put(name, object, streamOf(Buffer.from(data)), spec, call),
    text: async (object: string): Promise<string> => (await read(subject, name, object)).toString(),
    bytes: (object: string): Promise<Buffer> => read(subject, name, object),
    /** Names and, for what begins alike, prefixes. */
    names: async (query: ObjectQuery = {}): Promise<readonly string[]> =>
      (await collect(cloud.objects.list(name, query, call))).map((item) =>
        'prefix' in item ? item.prefix : item.name,
      ),
  }
}

const read = async ({ cloud, call }: ObjectSubject, container: string, name: string): Promise<Buffer> =>
  Buffer.from(await arrayBuffer((await cloud.objects.read(container, name, undefined, call)).data))

/** Deletes a container with what is in it. Lists may tell of an object later than it is there. */
const removeContainer = async ({ cloud, clock, call }: ObjectSubject, name: string): Promise<void> => {
  for (let tries = 1; ; tries += 1) {
    try {
      for (const object of await collect(cloud.objects.list(name, {}, call))) {
        assert.ok('name' in object)
        await cloud.objects.delete(name, object.name, call)
      }
      return await cloud.containers.delete(name, call)
    } catch (error) {
      if (error instanceof CloudError && error.code === 'not_found') return
      if (!(error instanceof CloudError && error.code === 'conflict') || tries >= 20) throw error
      await pause(clock, cloud.traits.pollIntervalMs, call.signal)
    }
  }
}
