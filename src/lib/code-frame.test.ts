import { describe, expect, it } from 'vitest'
import { codeFrame } from './code-frame.ts'

describe('codeFrame', () => {
  it('shows two lines around the place and a caret under it', () => {
    expect(codeFrame('one\ntwo\nthree\nfour\nfive\nsix', { line: 3, column: 2 })).toBe(
      ['  1 | one', '  2 | two', '> 3 | three', '    |  ^', '  4 | four', '  5 | five'].join('\n'),
    )
  })

  it('cuts long lines around the place and shows no control character', () => {
    const frame = codeFrame(`\u001b[31m${'x'.repeat(500)}Y${'x'.repeat(500)}`, { line: 1, column: 506 })
    const [line = '', caret = ''] = frame.split('\n')
    expect(line.length).toBeLessThan(140)
    expect(line[caret.indexOf('^')]).toBe('Y')
    expect(codeFrame('\u001b[31m', { line: 1, column: 1 })).toContain('·[31m')
  })
})
