/** True when a name fits what a placement says: nothing and `*` stand for any name, `*` inside for any text. */
export const fitsPattern = (pattern: string | undefined, text: string): boolean => {
  if (pattern === undefined || pattern === '*') return true
  // The wildcard algorithm without regular expressions, whose time an author's pattern could blow up.
  const [head = '', ...rest] = pattern.split('*')
  if (rest.length === 0) return pattern === text
  if (!text.startsWith(head)) return false
  const tail = rest.pop() ?? ''
  let at = head.length
  for (const part of rest) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return text.length - tail.length >= at && text.endsWith(tail)
}
