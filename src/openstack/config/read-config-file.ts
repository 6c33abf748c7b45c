import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { CloudError } from '../../model/cloud-error.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import type { Origin } from './origin.ts'
import type { Scalar, Traced, TracedMap } from './traced.ts'

/** Reads a text file; rejects when it is not there or may not be read. */
export type ReadFile = (path: string) => Promise<string>

export interface ConfigFile {
  readonly path: string
  readonly root: TracedMap
}

/**
 * The first of these files that can be read and parsed, with the position of every value in it. A file that is absent or may not be read is passed
 * over in silence, one that cannot be parsed with a warning. Throws `invalid` when the first one that parses holds no mapping.
 * Source: openstack/openstacksdk openstack/config/loader.py, `_load_yaml_json_file` and `_validate_config_file`.
 */
export const readFirstConfigFile = async (
  paths: readonly string[],
  readFile: ReadFile,
  warn: (warning: Diagnostic) => void,
): Promise<ConfigFile | undefined> => {
  for (const path of paths) {
    const text = await readFile(path).catch(() => undefined)
    if (text === undefined) continue
    const parsed = parse(path, text)
    if ('summary' in parsed) {
      warn(parsed)
      continue
    }
    if ('entries' in parsed) return { path, root: parsed }
    // An empty file counts as one that says nothing, in the SDK too.
    if ('scalar' in parsed && parsed.scalar === null) return undefined
    throw new CloudError('invalid', `${path} is not a mapping`, { hint: 'It should begin with the key clouds:' })
  }
  return undefined
}

const parse = (path: string, text: string): Traced | Diagnostic => {
  if (path.endsWith('json')) {
    try {
      JSON.parse(text)
    } catch {
      return { severity: 'warning', summary: `skipped ${path}: it is not JSON`, at: { file: path, line: 1, column: 1 } }
    }
  }
  const lines = new LineCounter()
  // PyYAML speaks YAML 1.1: `yes` is true there and `012` is ten.
  const document = parseDocument(text, { version: '1.1', merge: true, lineCounter: lines, uniqueKeys: false })
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { file: path, line: Math.max(1, line), column: Math.max(1, col) }
  }
  const [error] = document.errors
  if (error)
    return {
      severity: 'warning',
      summary: `skipped ${path}: it is not YAML`,
      // The parser's own message quotes the line, which may hold a password.
      detail: error.code.toLowerCase().replaceAll('_', ' '),
      at: at(error.pos[0]),
    }
  const trace = (node: Node | null | undefined, fallback: Origin): Traced => {
    const origin: Origin = node?.range ? { kind: 'file', at: at(node.range[0]) } : fallback
    if (isAlias(node)) return trace(node.resolve(document), fallback)
    if (isMap(node)) {
      const entries = new Map<string, Traced>()
      for (const pair of node.items) {
        if (!isPair(pair)) continue
        const key = pair.key as Node
        const value = trace(pair.value as Node | null, key.range ? { kind: 'file', at: at(key.range[0]) } : origin)
        const name = isScalar(key) ? (key.source ?? String(key.value)) : String(key)
        // `<<: *base` brings in what the map does not say itself.
        if (name === '<<') {
          const bases = 'items' in value ? value.items : [value]
          for (const base of bases)
            if ('entries' in base) for (const [at, inner] of base.entries) if (!entries.has(at)) entries.set(at, inner)
        } else {
          entries.set(name, value)
        }
      }
      return { origin, entries }
    }
    if (isSeq(node)) return { origin, items: node.items.map((item) => trace(item as Node, origin)) }
    return { origin, scalar: isScalar(node) ? scalarOf(node.value, node.source) : null }
  }
  return trace(document.contents, { kind: 'file', at: { file: path, line: 1, column: 1 } })
}

/** Floats become text at once, as Python writes them: `3.0` stays `3.0`, and `2.10` becomes `2.1`. */
const scalarOf = (value: unknown, source = ''): Scalar => {
  // PyYAML takes a lone y or n for text; the YAML 1.1 specification, and so this parser, for a boolean.
  if (typeof value === 'boolean') return /^[yn]$/i.test(source) ? source : value
  if (typeof value === 'number' && source.includes('.')) return Number.isInteger(value) ? `${value}.0` : String(value)
  if (value === null || typeof value === 'number' || typeof value === 'string') return value
  return source || String(value)
}
