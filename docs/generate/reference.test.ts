import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { referenceFolder, referencePages } from './reference-pages.ts'

test.each(Object.entries(referencePages()))('docs/reference/%s is what `npm run docs` makes', async (name, text) => {
  expect(await readFile(new URL(name, referenceFolder), 'utf8')).toBe(text)
})
