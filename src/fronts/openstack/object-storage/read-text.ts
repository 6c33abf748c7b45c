/** A body as text. Throws what `tooLarge` gives as soon as more bytes came than may. */
export const readText = async (
  body: ReadableStream<Uint8Array> | null,
  mostBytes: number,
  tooLarge: () => Error,
): Promise<string> => {
  if (!body) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > mostBytes) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
