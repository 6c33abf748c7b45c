import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { docsFolder, referencePages } from './reference-pages.ts'

test.each(Object.entries(referencePages()))('docs/%s is what `npm run docs` makes', async (name, text) => {
  expect(await readFile(new URL(name, docsFolder), 'utf8')).toBe(text)
})
