import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { brokenProfiles } from '../../src/embedded/broken/broken-profiles.ts'

test('docs/challenge.md has every broken cloud with what it does, what it breaks and who finds it', async () => {
  const page = await readFile(new URL('../../docs/challenge.md', import.meta.url), 'utf8')
  const rows = page.split('\n').filter((line) => /^\| `[a-z-]+` \| /.test(line) && line.split(' | ').length === 4)
  expect(rows).toEqual(
    brokenProfiles.map(({ name, breach: { instead, caughtBy } }) =>
      'rule' in caughtBy
        ? `| \`${name}\` | ${instead} | ${caughtBy.rule} | the contract |`
        : `| \`${name}\` | ${instead} | ${caughtBy.promise} | ${caughtBy.phase} |`,
    ),
  )
})
