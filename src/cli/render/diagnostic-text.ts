import type { Colors } from 'picocolors/types.js'
import { codeFrame } from '../../lib/code-frame.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'

/** A diagnostic as people read it: its place, its summary, the lines around it, and what to write instead. */
export const diagnosticText = (
  { severity, summary, detail, at, hint }: Diagnostic,
  sources: Readonly<Record<string, string>>,
  colors: Colors,
): string => {
  const paint = severity === 'error' ? colors.red : colors.yellow
  const place = at ? colors.dim(`${at.file}:${at.line}:${at.column} `) : ''
  const text = at && sources[at.file]
  return [
    `${place}${paint(severity)}: ${summary}`,
    ...(detail ? [`  ${detail}`] : []),
    ...(at && text !== undefined ? [codeFrame(text, at)] : []),
    ...(hint ? [`  ${colors.cyan('hint')}: ${hint}`] : []),
  ].join('\n')
}
