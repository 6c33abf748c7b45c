import { glanceError } from './image-fault.ts'

export interface ByteRange {
  readonly start: number
  /** The last byte's place, inclusive. */
  readonly end: number
}

/** The one range that a `Range` header asks for; undefined without one. Throws 416 for several and for those outside (openstack/glance `glance/common/wsgi.py`). */
export const byteRange = (header: string | undefined, size: number): ByteRange | undefined => {
  if (header === undefined) return undefined
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim())
  const [, first = '', last = ''] = match ?? []
  const refused = () => glanceError(416, `Invalid range header: ${header}`)
  if (!match || (first === '' && last === '')) throw refused()
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (start > end) throw refused()
  return { start, end }
}

/** Lets through the bytes of that range alone and ends the source after the last of them. */
export const onlyBytes = ({ start, end }: ByteRange): TransformStream<Uint8Array, Uint8Array> => {
  let at = 0
  return new TransformStream({
    transform(chunk, controller) {
      const from = Math.max(0, start - at)
      const to = Math.min(chunk.byteLength, end + 1 - at)
      if (from < to) controller.enqueue(chunk.subarray(from, to))
      at += chunk.byteLength
      if (at > end) controller.terminate()
    },
  })
}
