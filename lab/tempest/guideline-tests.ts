import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A test as the guideline names it. One id has several names, of which a version of Tempest knows some. */
export interface GuidelineTest {
  readonly id: string
  readonly name: string
}

/** The tests of the guideline OpenStack Powered Platform 2022.11, by id and name. */
export const readGuidelineTests = async (): Promise<readonly GuidelineTest[]> => {
  const table = await readFile(join(import.meta.dirname, 'platform-2022.11.tsv'), 'utf8')
  return table
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [id = '', name = ''] = line.split('\t')
      return { id, name }
    })
}

/** Reads a line such as `tempest.api.….test_list_flavors[id-e36c0eaa-…,smoke]`, as lists of tests and `stestr list` have it; undefined for any other. */
export const readTestLine = (line: string): GuidelineTest | undefined => {
  const [, name, id] = /^([\w.]+)\[(?:.*,)?id-([0-9a-f-]{36})(?:,.*)?\]$/.exec(line.trim()) ?? []
  return name === undefined || id === undefined ? undefined : { id, name }
}

/**
 * The lines of `listed` (what `stestr list` printed) that are tests of the guideline, by name and id: the attributes in the brackets depend on the configuration,
 * and Tempest drops unknown lines of a list without a word. Throws when an id of the guideline has no test.
 */
export const selectTests = (guideline: readonly GuidelineTest[], listed: readonly string[]): readonly string[] => {
  const wanted = new Set(guideline.map(key))
  const missing = new Set(guideline.map(({ id }) => id))
  const selected = listed.filter((line) => {
    const test = readTestLine(line)
    if (!test || !wanted.has(key(test))) return false
    missing.delete(test.id)
    return true
  })
  if (missing.size > 0) throw new Error(`this Tempest has no test with the ids ${[...missing].join(', ')}`)
  return selected
}

const key = ({ id, name }: GuidelineTest): string => `${id} ${name}`
