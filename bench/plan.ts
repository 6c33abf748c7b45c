import { startChild } from './child.ts'
import { type Measurement, median } from './measurement.ts'

interface Answer {
  readonly resources: number
  readonly milliseconds: number
  readonly peakMegabytes: number
}

const rounds = 3

/** A plan of ten thousand resources, each time in a fresh process. */
export const planning = async (): Promise<readonly Measurement[]> => {
  const answers: Answer[] = []
  for (let round = 0; round < rounds; round += 1) {
    await using child = startChild('plan-many.ts')
    answers.push((await child.ask()) as Answer)
  }
  const detail = `${answers[0]?.resources} resources, a fresh process each time, median of ${rounds}`
  return [
    {
      name: '`plan` of 10,000 resources: time',
      measured: median(answers.map(({ milliseconds }) => milliseconds)),
      limit: 1000,
      must: 'stay below',
      unit: 'ms',
      detail,
    },
    {
      name: '`plan` of 10,000 resources: peak memory of the process',
      measured: median(answers.map(({ peakMegabytes }) => peakMegabytes)),
      limit: 300,
      must: 'stay below',
      unit: 'MB',
      detail,
    },
  ]
}
