import { arrayBuffer } from 'node:stream/consumers'
import { CloudError } from '../../../model/cloud-error.ts'
import type { ObjectDriver } from '../../object-driver.ts'
import { accepting, type BreakDriver, breaking, breakingAny, giving, listing, refusingTwice } from './breaking.ts'

/** Whatever the call says, it is not aborted. */
const deaf = () => ({ signal: new AbortController().signal })

/** Puts what it can get of the data. */
const puttingAnyway = breaking('objects.put', (good) => async (container, name, data, { contentType }, call) => {
  const reader = data.getReader()
  const half = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (done) controller.close()
        else controller.enqueue(value)
      } catch {
        controller.close()
      }
    },
  })
  return good(container, name, half, contentType === undefined ? {} : { contentType }, call)
})

/** Puts with other details than it is asked for. */
const puttingWith = (other: (spec: Parameters<ObjectDriver['put']>[3]) => Parameters<ObjectDriver['put']>[3]) =>
  breaking(
    'objects.put',
    (good) => (container, name, data, spec, call) => good(container, name, data, other(spec), call),
  )

/** Knows other names than it is asked for. */
const renaming = (other: (name: string) => string): BreakDriver => {
  const put = breaking(
    'objects.put',
    (good) =>
      (container, name, ...more) =>
        good(container, other(name), ...more),
  )
  const get = breaking('objects.get', (good) => async (container, name, call) => ({
    ...(await good(container, other(name), call)),
    name,
  }))
  const read = breaking(
    'objects.read',
    (good) =>
      (container, name, ...more) =>
        good(container, other(name), ...more),
  )
  return (driver) => read(get(put(driver)))
}

/** Leaves streams as they are when it fails. */
const leavingStreams = breaking('objects.put', (good) => (container, name, data, spec, call) => {
  const reader = data.getReader()
  const shielded = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await reader.read()
      if (done) controller.close()
      else controller.enqueue(value)
    },
  })
  return good(container, name, shielded, spec, call)
})

export const containerBreakers = {
  'containers: one is there from its creation to its deletion': listing('containers.list', () => []),
  'containers: making one twice is making it once': refusingTwice('containers.create', 'already_exists'),
  'containers: deleting twice is deleting once': refusingTwice('containers.delete', 'not_found'),
  'containers: one with an object in it stays': accepting('containers.delete'),
  'containers: what does not exist is not found': accepting('containers.get'),
  'containers: a list is in the order of names, which keep every letter': listing('containers.list', (all) =>
    [...all].sort((one, other) => (String(one.name) < String(other.name) ? -1 : 1)),
  ),
  'containers: one without a name, or with a name that no URL carries, is refused': accepting('containers.create'),
  'containers: objects and bytes are counted, where the cloud counts them': giving('containers.get', (container) => ({
    ...container,
    sizeBytes: 15,
  })),
  'containers: a create whose call was aborted makes nothing': breaking(
    'containers.create',
    (good) => (name) => good(name, deaf()),
  ),
  'containers: a read whose call was aborted is canceled': breaking('containers.list', (good) => () => good(deaf())),
  'containers: a list asks for nothing once its reader stops': listing('containers.list', (all) => all),
} satisfies Record<string, BreakDriver>

export const objectBreakers = {
  'objects: data comes out as it went in, and size and digest are its own': breaking(
    'objects.read',
    (good) => async (container, name, range, call) => {
      const { object, data } = await good(container, name, range, call)
      const bytes = new Uint8Array(await arrayBuffer(data))
      bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1
      return { object, data: new Blob([bytes]).stream() }
    },
  ),
  'objects: one may be empty': breaking('objects.put', (good) => async (container, name, data, spec, call) => {
    if (spec.sizeBytes === 0) return good(`${container}-none`, name, data, spec, call)
    return good(container, name, data, spec, call)
  }),
  'objects: a name keeps every letter': renaming((name) => name.normalize()),
  'objects: one without a name, or with a name that no URL carries, is refused': accepting('objects.put'),
  'objects: every detail comes back': puttingWith(({ contentDisposition: _, ...spec }) => spec),
  'objects: putting one again replaces its data and its details': breaking(
    'objects.put',
    (good, { objects }) =>
      async (container, name, data, spec, call) => {
        const before = await objects?.get(container, name, call).catch(() => undefined)
        return good(container, name, data, { ...spec, metadata: { ...before?.metadata, ...spec.metadata } }, call)
      },
  ),
  // One whose second half is read of what is there by then.
  'objects: who reads one while it is replaced gets one or the other whole': breaking(
    'objects.read',
    (good) => async (container, name, range, call) => {
      const half = 350_000
      const { object, data } = await good(container, name, { first: 0, last: half - 1 }, call)
      const first = data.getReader()
      let second: ReadableStreamDefaultReader<Uint8Array> | undefined
      const joined = new ReadableStream<Uint8Array>(
        {
          async pull(controller) {
            const piece = second ?? first
            const { done, value } = await piece.read()
            if (!done) controller.enqueue(value)
            else if (second) controller.close()
            else {
              const rest = { first: half, last: object.sizeBytes - 1 }
              second = (await good(container, name, rest, call)).data.getReader()
              await this.pull?.(controller)
            }
          },
        },
        { highWaterMark: 0 },
      )
      return range ? good(container, name, range, call) : { object, data: joined }
    },
  ),
  'objects: a put that is cut off changes nothing': puttingAnyway,
  'objects: data of another digest is refused, and changes nothing': puttingWith(({ md5: _, ...spec }) => spec),
  'objects: data of another size is refused, and changes nothing': puttingWith(({ sizeBytes: _, ...spec }) => spec),
  'objects: a range gives these bytes alone': breaking(
    'objects.read',
    (good) => (container, name, _range, call) => good(container, name, undefined, call),
  ),
  'objects: a range with nothing in it is refused': breaking('objects.read', (good) => async (...args) => {
    try {
      return await good(...args)
    } catch {
      const [container, name, , call] = args
      return good(container, name, undefined, call)
    }
  }),
  'objects: what does not exist is not found': accepting('objects.get'),
  'objects: none goes into a container that does not exist, and none comes out': leavingStreams,
  'objects: what was deleted is not found, and deleting twice is deleting once': breakingAny(
    'objects.delete',
    (good) => {
      const done = new Set<string>()
      return async (...args) => {
        const key = JSON.stringify(args.slice(0, 2))
        if (done.has(key)) throw new CloudError('not_found', 'broken on purpose')
        done.add(key)
        return good(...args)
      }
    },
  ),
  'objects: details are replaced all together, and the data stays': breaking(
    'objects.setDetails',
    (good, { objects }) =>
      async (container, name, details, call) => {
        const { metadata } = (await objects?.get(container, name, call)) ?? {}
        return good(container, name, { ...details, metadata: { ...metadata, ...details.metadata } }, call)
      },
  ),
  'objects: a copy has the data, and the details unless it is given its own': breaking(
    'objects.copy',
    (good) => (from, to, _details, call) => good(from, to, undefined, call),
  ),
  'objects: a put whose call is aborted leaves nothing and ends its stream': leavingStreams,
  'objects: a reader that stops, or whose call is aborted, ends the transfer': breaking(
    'objects.read',
    (good) => (container, name, range) => good(container, name, range, deaf()),
  ),
} satisfies Record<string, BreakDriver>

export const objectListBreakers = {
  'objects: a list has every name once, in the order of bytes, however many pages it takes': listing(
    'objects.list',
    (all) => [...all].sort((one, other) => (String(one.name) < String(other.name) ? -1 : 1)),
  ),
  'objects: a list shows what is there and no more what is gone': listing('objects.list', (all) => [
    ...all,
    { name: 'goes' },
  ]),
  'objects: a list shows what begins with a prefix and comes after a name': breaking(
    'objects.list',
    (good) =>
      (container, { after: _, ...query }, call) =>
        good(container, query, call),
  ),
  'objects: a list with a delimiter shows once what begins alike': breaking(
    'objects.list',
    (good) =>
      (container, { delimiter, ...query }, call) =>
        good(container, delimiter === undefined ? query : { ...query, delimiter: delimiter.slice(0, 1) }, call),
  ),
  'objects: getting and listing tell the same': listing('objects.list', (all) =>
    all.map((object) => ({ ...object, etag: 'another' })),
  ),
  'objects: a list asks for nothing once its reader stops': listing('objects.list', (all) => all),
  'objects: a read whose call was aborted is canceled': breaking(
    'objects.list',
    (good) => (container, query) => good(container, query, deaf()),
  ),
} satisfies Record<string, BreakDriver>
