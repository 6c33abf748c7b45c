/** What stands between `${` and `}`. */
export type Expression =
  | { readonly kind: 'input'; readonly name: string }
  | { readonly kind: 'secret'; readonly name: string }
  | { readonly kind: 'deployment' }
  | { readonly kind: 'self'; readonly field: SelfField }
  | { readonly kind: 'relation'; readonly relation: string; readonly field: RelationField }
  /** One line for each instance of the provider, from a pattern with `{name}`, `{address}`, `{port}` and `{index}`. */
  | { readonly kind: 'lines'; readonly relation: string; readonly pattern: string }

const selfFields = ['name', 'index', 'count', 'address', 'public_address'] as const
type SelfField = (typeof selfFields)[number]

const relationFields = ['address', 'addresses', 'port', 'count'] as const
type RelationField = (typeof relationFields)[number]

export type TemplatePart = string | Expression

interface TemplateProblem {
  /** The text that is wrong, as written, with its braces. */
  readonly written: string
  readonly reason: string
}

export interface Template {
  readonly parts: readonly TemplatePart[]
  readonly problems: readonly TemplateProblem[]
}

/** Reads `${...}` in a text; `$${` stands for `${`, and a `$` without a brace for itself. */
export const parseTemplate = (text: string): Template => {
  const parts: TemplatePart[] = []
  const problems: TemplateProblem[] = []
  let from = 0
  let literal = ''
  for (;;) {
    const start = text.indexOf('${', from)
    if (start < 0) break
    if (text[start - 1] === '$') {
      literal += `${text.slice(from, start - 1)}\${`
      from = start + 2
      continue
    }
    const end = closing(text, start + 2)
    if (end < 0) {
      problems.push({ written: text.slice(start, start + 40), reason: 'it has no closing brace' })
      break
    }
    const written = text.slice(start, end + 1)
    const expression = parseExpression(text.slice(start + 2, end).trim())
    literal += text.slice(from, start)
    if (!expression) problems.push({ written, reason: 'it names nothing that templates know' })
    else {
      if (literal) parts.push(literal)
      literal = ''
      parts.push(expression)
    }
    from = end + 1
  }
  literal += text.slice(from)
  if (literal) parts.push(literal)
  return { parts, problems }
}

/** The brace that ends the expression: not one inside its quotes. */
const closing = (text: string, from: number): number => {
  let quote = ''
  for (let index = from; index < text.length; index += 1) {
    const letter = text[index] as string
    if (quote) quote = letter === quote ? '' : quote
    else if (letter === '"' || letter === "'") quote = letter
    else if (letter === '}') return index
    else if (letter === '\n') return -1
  }
  return -1
}

const parseExpression = (text: string): Expression | undefined => {
  if (text === 'deployment') return { kind: 'deployment' }
  const lines = /^requires\.([a-z][a-z0-9-]*)\.lines\((["'])(.*)\2\)$/.exec(text)
  if (lines) return { kind: 'lines', relation: lines[1] as string, pattern: lines[3] as string }
  const [scope, name = '', field = '', ...rest] = text.split('.')
  if (rest.length > 0 || !/^[a-z][a-z0-9_-]*$/.test(name)) return undefined
  if (scope === 'inputs' && !field) return { kind: 'input', name }
  if (scope === 'secrets' && !field) return { kind: 'secret', name }
  if (scope === 'self' && !field) {
    const known = selfFields.find((candidate) => candidate === name)
    return known && { kind: 'self', field: known }
  }
  if (scope === 'requires') {
    const known = relationFields.find((candidate) => candidate === field)
    return known && { kind: 'relation', relation: name, field: known }
  }
  return undefined
}

/** Every expression's form, for messages and for `explain`. */
export const templateForms: readonly string[] = [
  'inputs.NAME',
  'secrets.NAME',
  'deployment',
  ...selfFields.map((field) => `self.${field}`),
  ...relationFields.map((field) => `requires.RELATION.${field}`),
  'requires.RELATION.lines("{name} {address} {port} {index}")',
]
