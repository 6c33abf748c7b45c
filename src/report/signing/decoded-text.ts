/** The text of these bytes, a byte order mark included; `undefined` when they are not UTF-8, so that no two files read alike. */
export const decodedText = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
