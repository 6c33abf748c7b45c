/** Compares two texts by their UTF-8 bytes, without making them: less than 0 when the first comes first. JavaScript's own order is that of UTF-16. */
export const compareUtf8 = (one: string, other: string): number => {
  const shorter = Math.min(one.length, other.length)
  for (let index = 0; index < shorter; index += 1) {
    const [unit, otherUnit] = [one.charCodeAt(index), other.charCodeAt(index)]
    if (unit !== otherUnit) return rankOf(unit) - rankOf(otherUnit)
  }
  return one.length - other.length
}

/** Surrogates stand for code points above all others. */
const rankOf = (unit: number): number => {
  if (unit < 0xd800) return unit
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000
}

/** How many bytes of UTF-8 a text has; `undefined` for text that has none, since half a surrogate pair is in it. */
export const utf8Length = (text: string): number | undefined =>
  /\p{Surrogate}/u.test(text) ? undefined : Buffer.byteLength(text)
