import type { Colors } from 'picocolors/types.js'

const noBorders = Object.fromEntries(
  ['top', 'bottom', 'left', 'mid', 'right']
    .flatMap((edge) => [edge, `${edge}-mid`, `${edge}-left`, `${edge}-right`])
    .concat('middle')
    .map((edge) => [edge, '']),
)

/** A table without borders, its columns three spaces apart, as kubectl prints them. Ends with a line break. */
export const tableText = async (
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  colors: Colors,
): Promise<string> => {
  const { default: Table } = await import('cli-table3')
  const table = new Table({
    chars: noBorders,
    head: titles.map((title) => colors.bold(title.toUpperCase())),
    style: { 'padding-left': 0, 'padding-right': 3, head: [], border: [], compact: true },
  })
  table.push(...rows.map((row) => row.map(onOneLine)))
  return `${table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`
}

const onOneLine = (text: string): string => text.replace(/\s+/g, ' ')
