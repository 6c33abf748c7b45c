import { type Document, isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, type Node, parseAllDocuments } from 'yaml'
import type { TextPosition } from './code-frame.ts'

/** A step into a document: a mapping's key or a sequence's index. */
export type YamlPath = readonly PropertyKey[]

interface YamlProblem {
  readonly message: string
  readonly at: TextPosition
}

export interface YamlLimits {
  /** The longest text that is looked at, in characters. */
  readonly length: number
  /** How deep collections may lie in each other. */
  readonly depth: number
  /** How many nodes aliases may bring in altogether. */
  readonly aliases: number
}

const defaultLimits: YamlLimits = { length: 1024 * 1024, depth: 64, aliases: 100 }

/** A YAML (or JSON) text with the place of everything in it. */
export interface YamlSource {
  /** The document as plain data; `undefined` when `problems` is not empty. */
  readonly value: unknown
  /** What makes the text unreadable, in its order. */
  readonly problems: readonly YamlProblem[]
  /** Where the value at that path stands, or what of the path is there. */
  positionOf(path: YamlPath): TextPosition
  /** Where the last key of that path stands, or what of the path is there. */
  positionOfKey(path: YamlPath): TextPosition
  /** Where that text first stands inside the value at the path, or where the value does. */
  positionOfText(path: YamlPath, text: string): TextPosition
  /** A scalar as it was written, which for numbers may say more than their value does: `1.10`. */
  writtenAt(path: YamlPath): string | undefined
}

/**
 * Reads one document. Nothing in the text can make it slow or large: what is too long or too deep is refused before it is parsed, and aliases that
 * multiply are refused before they are expanded.
 */
export const readYaml = (text: string, limits: YamlLimits = defaultLimits): YamlSource => {
  const tooMuch = text.length > limits.length ? tooLong(limits) : tooDeep(text, limits)
  if (tooMuch) return unreadable([tooMuch])
  const lines = new LineCounter()
  const at = (offset: number): TextPosition => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  const documents = parseAllDocuments(text, { lineCounter: lines, merge: true, prettyErrors: false })
  if (!Array.isArray(documents)) return unreadable([{ message: 'the file is empty', at: { line: 1, column: 1 } }])
  const [document, second] = documents as Document.Parsed[]
  if (!document) return unreadable([{ message: 'the file is empty', at: { line: 1, column: 1 } }])
  const problems = document.errors.map((error) => ({ message: sentence(error.message), at: at(error.pos[0]) }))
  if (second && problems.length === 0)
    problems.push({ message: 'the file has a second document', at: at(second.range[0]) })
  if (problems.length > 0) return unreadable(problems)
  const places = { document, text, at }
  try {
    return { value: document.toJS({ maxAliasCount: limits.aliases }), problems: [], ...positions(places) }
  } catch (error) {
    // The only things that `toJS` throws are about aliases.
    return unreadable([{ message: sentence(String((error as Error).message)), at: firstAlias(places) }])
  }
}

const unreadable = (problems: readonly YamlProblem[]): YamlSource => {
  const start = () => problems[0]?.at ?? { line: 1, column: 1 }
  return {
    value: undefined,
    problems,
    positionOf: start,
    positionOfKey: start,
    positionOfText: start,
    writtenAt: () => undefined,
  }
}

const tooLong = ({ length }: YamlLimits): YamlProblem => ({
  message: `the file is longer than ${Math.floor(length / 1024)} KiB`,
  at: { line: 1, column: 1 },
})

/** Counts open brackets, and the dashes and indentation that nest without brackets, in one pass over the lexer's tokens. */
const tooDeep = (text: string, { depth }: YamlLimits): YamlProblem | undefined => {
  let open = 0
  let dashes = 0
  let line = 1
  let column = 1
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') open += 1
    else if (token === ']' || token === '}') open -= 1
    else if (token === '-' || token === '?') dashes += 1
    const breaks = token.split('\n').length - 1
    const indented = breaks === 0 && column === 1 && /^ +$/.test(token) ? token.length : 0
    if (open + dashes > depth || indented > depth * 8)
      return { message: `it is nested deeper than ${depth} levels`, at: { line, column } }
    if (breaks > 0) {
      line += breaks
      column = 1
      dashes = 0
    } else if (!isMarker(token)) column += token.length
  }
  return undefined
}

/** The lexer's own tokens, which stand for no text: a document's start, a scalar's start, an error, a byte order mark. */
const isMarker = (token: string): boolean => ['\u0002', '\u001f', '\u0018', '\ufeff'].includes(token)

interface Places {
  readonly document: Document.Parsed
  readonly text: string
  readonly at: (offset: number) => TextPosition
}

interface Found {
  /** The value's node, or the nearest one above it. */
  readonly node: Node | null | undefined
  /** Where the last key that was found stands. */
  readonly key?: Node
  readonly complete: boolean
}

const positions = (
  places: Places,
): Pick<YamlSource, 'positionOf' | 'positionOfKey' | 'positionOfText' | 'writtenAt'> => {
  const { document, text, at } = places
  const start = (node: Node | null | undefined): TextPosition => at(node?.range?.[0] ?? 0)
  return {
    positionOf: (path) => {
      const { node, key, complete } = find(document, path)
      // A value that is missing stands nowhere: its key, or what it is missing from, is the nearest thing to point at.
      return start(complete ? (node ?? key) : (key ?? node))
    },
    positionOfKey: (path) => {
      const { node, key } = find(document, path)
      return start(key ?? node)
    },
    positionOfText: (path, wanted) => {
      const { node } = find(document, path)
      const [from = 0, to = text.length] = node?.range ?? []
      const offset = text.indexOf(wanted, from)
      return at(offset >= 0 && offset < to ? offset : from)
    },
    writtenAt: (path) => {
      const { node, complete } = find(document, path)
      return complete && isScalar(node) ? node.source : undefined
    },
  }
}

const find = (document: Document.Parsed, path: YamlPath): Found => {
  let node = followed(document, document.contents)
  let key: Node | undefined
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step))
      if (!pair) return { node, ...(key ? { key } : {}), complete: false }
      key = pair.key as Node
      node = followed(document, pair.value as Node | null)
    } else if (isSeq(node) && typeof step === 'number' && node.items[step] !== undefined) {
      node = followed(document, node.items[step] as Node)
      key = node ?? key
    } else return { node, ...(key ? { key } : {}), complete: false }
  }
  return { node, ...(key ? { key } : {}), complete: true }
}

const followed = (document: Document.Parsed, node: Node | null | undefined): Node | null | undefined =>
  isAlias(node) ? node.resolve(document) : node

const firstAlias = ({ text, at }: Places): TextPosition => at(Math.max(0, text.search(/\*[^\s,\]}]/)))

const sentence = (message: string): string => message.split('\n')[0]?.trim() ?? message
