import type { Context } from '../context.ts'
import { tableText } from './table-text.ts'

interface Column<Item> {
  readonly title: string
  readonly value: (item: Item) => string
  /** Shown with -o wide alone. */
  readonly wide?: boolean
}

export interface Listing<Item> {
  readonly items: readonly Item[]
  readonly columns: ReadonlyArray<Column<Item>>
  /** What one item is called, for -o name. */
  readonly name: (item: Item) => string
  /** What machines read; the items when absent. */
  readonly document?: unknown
  /** Said on stderr when there is nothing to list. */
  readonly whenEmpty?: string
}

/** Prints the data in the format that was asked for: tables on a grid, JSON and YAML of the whole document, or one name a line. */
export const printList = async <Item>(context: Context, listing: Listing<Item>): Promise<void> => {
  const { items, columns, name, document = items, whenEmpty } = listing
  if (context.output === 'json' || context.output === 'yaml') return printDocument(context, document)
  if (items.length === 0 && whenEmpty) return context.say(whenEmpty)
  const { stdout } = context.world
  if (context.output === 'name') return stdout.write(items.map((item) => `${name(item)}\n`).join(''))
  const shown = columns.filter((column) => !column.wide || context.output === 'wide')
  const rows = items.map((item) => shown.map((column) => column.value(item)))
  stdout.write(
    await tableText(
      shown.map(({ title }) => title),
      rows,
      context.colors,
    ),
  )
}

/** Prints a document as JSON, or as YAML for -o yaml. */
export const printDocument = async (context: Context, document: unknown): Promise<void> => {
  if (context.output === 'yaml') {
    const { stringify } = await import('yaml')
    return context.world.stdout.write(stringify(document, { lineWidth: 0 }))
  }
  context.world.stdout.write(`${JSON.stringify(document, null, 2)}\n`)
}
