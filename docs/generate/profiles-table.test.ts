import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { embeddedProfiles } from '../../src/embedded/embedded-profiles.ts'
import { markdownTable } from './markdown-table.ts'

test('docs/embedded-cloud.md has every profile with its description', async () => {
  const rows = embeddedProfiles.map(({ name, description }) => [
    `[\`${name}\`](../src/embedded/profiles/${name}.ts)`,
    description,
  ])
  const page = await readFile(new URL('../embedded-cloud.md', import.meta.url), 'utf8')
  expect(page).toContain(markdownTable(['profile', 'what sets it apart'], rows))
})
