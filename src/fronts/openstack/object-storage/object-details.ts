import type { ObjectDetails, StoredObject } from '../../../model/object-storage.ts'
import { type HiddenParameters, withHidden, withoutHidden } from './content-type-parameters.ts'
import type { Metadata } from './metadata-headers.ts'

/** What is Swift's alone of an object. It is kept with the object below, so that it lasts as long as that. */
const swiftsOwn = [
  'delete-at',
  'object-manifest',
  'static-large-object',
  'content-language',
  'expires',
  'x-robots-tag',
] as const
export type SwiftsOwn = Readonly<Partial<Record<(typeof swiftsOwn)[number], string>>>

/** What Swift knows of an object beside its data. */
export interface SwiftDetails extends HiddenParameters {
  readonly contentType: string
  readonly contentEncoding?: string
  readonly contentDisposition?: string
  readonly cacheControl?: string
  /** By lower-case name. */
  readonly metadata: Metadata
  readonly own: SwiftsOwn
}

const ownPrefix = 'swift-own-'
const userPrefix = 'swift-user-'

/** As the cloud below keeps it. Metadata whose name or value not every cloud takes goes down encoded. */
export const nativeDetails = (details: SwiftDetails): ObjectDetails => {
  const { contentType, contentEncoding, contentDisposition, cacheControl, metadata, own } = details
  const native: Record<string, string> = {}
  for (const [name, value] of Object.entries(metadata))
    if (isPlain(name, value)) native[name] = value
    else native[userPrefix + Buffer.from(name).toString('hex')] = encodeURIComponent(value)
  for (const [name, value] of Object.entries(own)) native[ownPrefix + name] = encodeURIComponent(value)
  return {
    contentType: withHidden(contentType, details),
    ...(contentEncoding === undefined ? {} : { contentEncoding }),
    ...(contentDisposition === undefined ? {} : { contentDisposition }),
    ...(cacheControl === undefined ? {} : { cacheControl }),
    metadata: native,
  }
}

const isPlain = (name: string, value: string): boolean =>
  /^[a-z0-9-]+$/.test(name) && !name.startsWith('swift-') && /^[!-~]([ -~]*[!-~])?$/.test(value)

/** The other way round. */
export const swiftDetails = (stored: StoredObject): SwiftDetails => {
  const { contentEncoding, contentDisposition, cacheControl } = stored
  const metadata: Record<string, string> = {}
  const own: Partial<Record<(typeof swiftsOwn)[number], string>> = {}
  for (const [name, value] of Object.entries(stored.metadata)) {
    const ownName = swiftsOwn.find((each) => name === ownPrefix + each)
    if (ownName) own[ownName] = decodeURIComponent(value)
    else if (name.startsWith(userPrefix))
      metadata[Buffer.from(name.slice(userPrefix.length), 'hex').toString()] = decodeURIComponent(value)
    else metadata[name] = value
  }
  return {
    ...withoutHidden(stored.contentType),
    ...(contentEncoding === undefined ? {} : { contentEncoding }),
    ...(contentDisposition === undefined ? {} : { contentDisposition }),
    ...(cacheControl === undefined ? {} : { cacheControl }),
    metadata,
    own,
  }
}
