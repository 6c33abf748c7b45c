import { createTarDecoder, type ParsedTarEntry } from 'modern-tar'
import { objectMetadataPrefix } from '../../../wire/openstack/object-storage/object-headers.ts'
import { toldOf } from './bulk-delete.ts'
import { bulkLimits, limits } from './limits.ts'
import { outcomeAnswer } from './outcome-answer.ts'
import type { SwiftContext } from './swift-context.ts'
import { statusLine, swiftRefusal } from './swift-refusal.ts'
import { contentLength, headerOf, type SwiftRequest, subrequest } from './swift-request.ts'
import type { ObjectTarget, Target } from './target.ts'

/** The forms of archives that are taken. */
export const archiveFormats = ['tar', 'tar.gz'] as const

/**
 * `PUT …?extract-archive=tar`: an object for each file of the archive, one after the other as they come, in containers that are made as needed
 * (openstack/swift `swift/common/middleware/bulk.py`, `handle_extract_iter`). Throws 400 for other forms of archives.
 */
export const extractArchive = (context: SwiftContext, request: SwiftRequest): Response => {
  const named = request.query
    .get('extract-archive')
    ?.toLowerCase()
    .replace(/^\.+|\.+$/g, '')
  const format = archiveFormats.find((each) => each === named)
  if (!format) throw swiftRefusal(400, 'Unsupported archive format')
  return outcomeAnswer(context.front.clock, request, 'extract', async () => {
    const extraction = new Extraction(context, request)
    try {
      const isChunked = request.headers.get('transfer-encoding')?.toLowerCase().includes('chunked')
      if (contentLength(request) === undefined && !isChunked) throw swiftRefusal(411)
      const body = request.body ?? new Blob([]).stream()
      const archive =
        format === 'tar'
          ? body
          : body.pipeThrough(new DecompressionStream('gzip') as TransformStream<Uint8Array, Uint8Array>)
      for await (const entry of archive.pipeThrough(createTarDecoder({ strict: true }))) {
        await extraction.add(entry)
        if (extraction.isHopeless) break
      }
      return extraction.outcome()
    } catch (error) {
      return extraction.outcome(error)
    }
  })
}

class Extraction {
  readonly #context: SwiftContext
  readonly #request: SwiftRequest
  readonly #containers = new Set<string>()
  readonly #errors: Array<readonly [string, string]> = []
  #created = 0
  #containersMade = 0
  #failure = 400

  constructor(context: SwiftContext, request: SwiftRequest) {
    this.#context = context
    this.#request = request
  }

  get isHopeless(): boolean {
    return this.#errors.length >= bulkLimits.max_failed_extractions
  }

  /** Puts a file where it belongs; anything else in an archive, and files that lie in no container, are passed over. */
  async add({ header, body }: ParsedTarEntry): Promise<void> {
    const target = this.#targetOf(header.name)
    if (header.type !== 'file' || !target) return body.cancel()
    const path = encodeURIComponent(`${target.container}/${target.object}`).replaceAll('%2F', '/')
    if (header.size > limits.max_file_size) {
      this.#errors.push([path, statusLine(413)])
      return body.cancel()
    }
    const containerFailure = await this.#makeContainer(target)
    const headers = this.#headersFor(header)
    const { status, ok } = await this.#context.handle(subrequest(this.#request, 'PUT', target, { headers, body }))
    if (ok) {
      this.#created += 1
      return
    }
    if (!body.locked) await body.cancel()
    if (containerFailure) this.#errors.push(containerFailure)
    this.#errors.push([path, statusLine(status)])
    if (status === 401) throw swiftRefusal(401)
    if (status >= 500) this.#failure = 502
  }

  outcome(error?: unknown) {
    const { isOurs, status, text } = this.#toldOf(error)
    const isNothing = this.#created === 0 && this.#errors.length === 0
    return {
      fields: {
        'Response Status': statusLine(
          error === undefined ? (this.#errors.length > 0 ? this.#failure : isNothing ? 400 : 201) : status,
        ),
        'Response Body':
          error === undefined && isNothing
            ? 'Invalid Tar File: No Valid Files'
            : isOurs
              ? text
              : `Invalid Tar File: ${text}`,
        'Number Files Created': this.#created,
      },
      errors: this.#errors,
    }
  }

  #toldOf(error: unknown): { readonly isOurs: boolean; readonly status: number; readonly text: string } {
    const [status, text] = toldOf(error)
    const isBroken = status === 500 && error instanceof Error
    return isBroken ? { isOurs: false, status: 400, text: error.message } : { isOurs: true, status, text }
  }

  #targetOf(name: string): ObjectTarget | undefined {
    const { account, container, object } = this.#request.target
    const base = [container, object?.replace(/\/+$/, '')].filter((part) => part !== undefined).join('/')
    const path = `${base === '' ? '' : `${base}/`}${name.replace(/^\.\//, '').replace(/^\/+/, '')}`
    const [, found, rest] = /^([^/]+)\/(.+)$/s.exec(path) ?? []
    return found === undefined || rest === undefined ? undefined : { account, container: found, object: rest }
  }

  async #makeContainer({ account, container }: ObjectTarget): Promise<readonly [string, string] | undefined> {
    if (this.#containers.has(container)) return undefined
    this.#containers.add(container)
    const target: Target = { account, container }
    const { handle } = this.#context
    const there = await handle(subrequest(this.#request, 'HEAD', target))
    if (there.ok) return undefined
    const { status, ok } = there.status === 404 ? await handle(subrequest(this.#request, 'PUT', target)) : there
    if (status === 401) throw swiftRefusal(401)
    if (!ok) return [`/v1/${account}/${encodeURIComponent(container)}`, statusLine(status)]
    this.#containersMade += 1
    const most = bulkLimits.max_containers_per_extraction
    if (this.#containersMade > most) throw swiftRefusal(400, `More than ${most} containers to create from tar.`)
    return undefined
  }

  #headersFor({ size, pax = {} }: ParsedTarEntry['header']): Headers {
    const headers = new Headers({ 'content-length': String(size) })
    for (const [name, value] of this.#request.headers)
      if (name === 'x-delete-at' || name === 'x-delete-after' || name.startsWith(objectMetadataPrefix))
        headers.set(name, value)
    for (const [key, value] of Object.entries(pax)) {
      const [, attribute] = /^(?:SCHILY|LIBARCHIVE)\.xattr\.user\.(mime_type|meta\..+)$/.exec(key) ?? []
      if (attribute === 'mime_type') headers.set('content-type', headerOf(value))
      else if (attribute) headers.set(objectMetadataPrefix + headerOf(attribute.slice('meta.'.length)), headerOf(value))
    }
    return headers
  }
}
