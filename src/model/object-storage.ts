/** A flat room for objects. Its name is its id. */
export interface Container {
  /** 1 to 256 bytes of UTF-8 without `/`, not `.` or `..`, which no URL can carry; clouds narrow it further and say so when one is made. */
  readonly name: string
  /** As the cloud counts them, which may lag; absent where it does not count. */
  readonly objectCount?: number
  readonly sizeBytes?: number
  /** ISO 8601, where the cloud says. */
  readonly createdAt?: string
}

/** What may be said of an object beside its data. */
export interface ObjectDetails {
  /** A media type; `application/octet-stream` when absent. */
  readonly contentType?: string
  readonly contentEncoding?: string
  readonly contentDisposition?: string
  readonly cacheControl?: string
  /** What users say of it. Names are lower case, of `[a-z0-9-]`; values are text that fits one HTTP header. */
  readonly metadata?: Readonly<Record<string, string>>
}

export interface ObjectSpec extends ObjectDetails {
  /** How many bytes will come, where it is known before. */
  readonly sizeBytes?: number
  /** Hex digest that the data must have. */
  readonly md5?: string
}

/** An object, without its data. */
export interface StoredObject extends ObjectDetails {
  readonly container: string
  /** 1 to 1,024 bytes of UTF-8, not `.` or `..`. */
  readonly name: string
  readonly sizeBytes: number
  /** Hex digest of the data; absent where the cloud keeps another one. */
  readonly md5?: string
  /** Opaque, another one for other data. */
  readonly etag: string
  readonly contentType: string
  readonly metadata: Readonly<Record<string, string>>
  /** When its data or details were last written, ISO 8601. */
  readonly modifiedAt: string
}

/** What a list tells of an object: details are left to `get`. */
export type ListedObject = Omit<StoredObject, 'metadata' | 'contentEncoding' | 'contentDisposition' | 'cacheControl'>

/** What objects whose names begin alike, up to a delimiter, are listed as. */
export interface CommonPrefix {
  readonly prefix: string
}

/** Which objects to list. Names are in the order of their UTF-8 bytes. */
export interface ObjectQuery {
  readonly prefix?: string
  /** Only names after this one, and not the prefix that it is. */
  readonly after?: string
  /** Names that have it behind the prefix are listed once, as the part up to and with it. */
  readonly delimiter?: string
}

/** A part of an object's data: its first and last byte, counted from 0. */
export interface ByteRange {
  readonly first: number
  readonly last: number
}
