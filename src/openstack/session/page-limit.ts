/** The first page's length where a second one followed it: what the service gives at most to whoever asks for no number. Reads no further. */
export const pageLimitOf = async (pages: AsyncIterable<readonly unknown[]>): Promise<number | undefined> => {
  let first: number | undefined
  for await (const page of pages) {
    if (first !== undefined) return first
    first = page.length
  }
  return undefined
}
