/** What rides in a media type so that listings tell it too: a large object's size and digest (openstack/swift does so with `swift_bytes`). */
export interface HiddenParameters {
  readonly sizeBytes?: number
  /** The digest of the segments' digests. */
  readonly largeObjectEtag?: string
}

const hidden = /;\s*swift_(bytes|slo_etag)=([^;]*)/g

/** The media type as users see it, and what rides in it. */
export const withoutHidden = (contentType: string): { readonly contentType: string } & HiddenParameters => {
  if (!contentType.includes('swift_')) return { contentType }
  const found = new Map<string, string>()
  const shown = contentType.replace(hidden, (_all, name: string, value: string) => {
    found.set(name, value)
    return ''
  })
  const [bytes, etag] = [found.get('bytes'), found.get('slo_etag')]
  return {
    contentType: shown,
    ...(bytes !== undefined && /^\d+$/.test(bytes) ? { sizeBytes: Number(bytes) } : {}),
    ...(etag === undefined ? {} : { largeObjectEtag: etag }),
  }
}

/** The media type with that riding in it; whatever users wrote there themselves is taken out. */
export const withHidden = (contentType: string, { sizeBytes, largeObjectEtag }: HiddenParameters): string =>
  withoutHidden(contentType).contentType +
  (sizeBytes === undefined ? '' : `;swift_bytes=${sizeBytes}`) +
  (largeObjectEtag === undefined ? '' : `;swift_slo_etag=${largeObjectEtag}`)
