import { startChild } from './child.ts'
import { type Measurement, median } from './measurement.ts'

interface Answer {
  readonly milliseconds: number
  readonly resources: number
  readonly findings: number
}

const rounds = 3

/** An assessment between two clouds of a thousand resources of each kind, from the last answer on, each time in a fresh process. */
export const assessing = async (): Promise<readonly Measurement[]> => {
  const answers: Answer[] = []
  for (let round = 0; round < rounds; round += 1) {
    await using child = startChild('assess-many.ts')
    answers.push((await child.ask()) as Answer)
  }
  const [first] = answers
  return [
    {
      name: '`assess` between two clouds of 1,000 resources of each kind: from the last answer on',
      measured: median(answers.map(({ milliseconds }) => milliseconds)),
      limit: 1000,
      must: 'stay below',
      unit: 'ms',
      detail: `${first?.resources} resources and 1,000 flavors, images and volume types on either side, ${first?.findings} findings, a fresh process each time, median of ${rounds}`,
    },
  ]
}
