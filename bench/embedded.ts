import { startChild } from './child.ts'
import { type Measurement, median } from './measurement.ts'

const rounds = 5

/** How soon an embedded cloud gives its first token, and what each further one takes of memory. */
export const embeddedStart = async (): Promise<readonly Measurement[]> => {
  const starts = (await inChildren('first-token.ts')) as readonly number[]
  const sizes = (await inChildren('many-clouds.ts', ['--expose-gc'])) as ReadonlyArray<{
    resident: number
    heap: number
  }>
  const heap = median(sizes.map((each) => each.heap))
  return [
    {
      name: 'embedded cloud: first token after its start',
      measured: median(starts),
      limit: 300,
      must: 'stay below',
      unit: 'ms',
      detail: `over HTTP, in a fresh process after its modules were loaded; median of ${rounds}`,
    },
    {
      name: 'embedded cloud: memory of each further one',
      measured: median(sizes.map(({ resident }) => resident)),
      limit: 10,
      must: 'stay below',
      unit: 'MB',
      detail: `resident, from 1 cloud to 11; ${heap.toFixed(1)} MB of it on the heap; median of ${rounds}`,
    },
  ]
}

const inChildren = async (file: string, nodeOptions: readonly string[] = []): Promise<readonly unknown[]> => {
  const answers: unknown[] = []
  for (let round = 0; round < rounds; round += 1) {
    await using child = startChild(file, nodeOptions)
    answers.push(await child.ask())
  }
  return answers
}
