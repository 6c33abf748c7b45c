import { expect, test } from 'vitest'
import { buildProgram } from './build-program.ts'

const writtenBy = (argv: readonly string[]): Readonly<Record<string, unknown>> => {
  let written: Readonly<Record<string, unknown>> = {}
  const program = buildProgram(
    (_, given) => {
      written = given
    },
    { out: () => {}, err: () => {} },
  )
  program.parse([...argv], { from: 'user' })
  return written
}

test('names may be given with commas or by repeating the option', () => {
  expect(writtenBy(['challenge', '--cloud', 'a,b', '--cloud', 'c'])).toMatchObject({ cloud: ['a', 'b', 'c'] })
})

test('an input keeps its commas', () => {
  expect(writtenBy(['up', '--input', 'title=Hello, world', '--input', 'n=1'])).toMatchObject({
    input: ['title=Hello, world', 'n=1'],
  })
})
