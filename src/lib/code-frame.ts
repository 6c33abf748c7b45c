/** A place in a text. Lines and columns count from 1. */
export interface TextPosition {
  readonly line: number
  readonly column: number
}

/**
 * The lines around a place, numbered, with a caret under it. Lines longer than 120 characters are cut around the place, so that the frame fits a
 * terminal whatever the file holds. Control characters are shown as `·`.
 */
export const codeFrame = (text: string, { line, column }: TextPosition, context = 2): string => {
  const lines = text.split(/\r?\n/)
  const first = Math.max(1, line - context)
  const last = Math.min(lines.length, line + context)
  const width = String(last).length
  const from = column > 100 ? column - 60 : 1
  const frame: string[] = []
  for (let number = first; number <= last; number += 1) {
    const shown = printable((lines[number - 1] ?? '').slice(from - 1, from + 119))
    frame.push(`${number === line ? '>' : ' '} ${String(number).padStart(width)} | ${shown}`.trimEnd())
    if (number === line) frame.push(`  ${' '.repeat(width)} | ${' '.repeat(Math.max(0, column - from))}^`)
  }
  return frame.join('\n')
}

const printable = (text: string): string => text.replace(/\t/g, ' ').replace(/\p{Cc}/gu, '·')
