/** The offered media type that a caller likes best, the first of them where all are the same to them; undefined when they take none. */
export const bestMatch = <Type extends string>(accept: string | null, offered: readonly Type[]): Type | undefined => {
  const ranges = (accept ?? '').split(',').flatMap((part) => {
    const [range = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
    if (range === '') return []
    const quality = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1)
    return [{ range, quality }]
  })
  if (ranges.length === 0) return offered[0]
  let best: { readonly type: Type; readonly quality: number } | undefined
  for (const type of offered) {
    const fitting = ranges.filter(({ range }) => fits(type, range))
    const exact = fitting.find(({ range }) => range === type)
    const quality = exact?.quality ?? Math.max(0, ...fitting.map((each) => each.quality))
    if (quality > (best?.quality ?? 0)) best = { type, quality }
  }
  return best?.type
}

const fits = (type: string, range: string): boolean =>
  range === type || range === '*/*' || range === '*' || (range.endsWith('/*') && type.startsWith(range.slice(0, -1)))
