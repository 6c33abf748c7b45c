import { describe, expect, it } from 'vitest'
import { explainField } from './explain-field.ts'

const field = (path: string) => {
  const explained = explainField(path)
  return explained.found ? explained.field : undefined
}

describe('explainField', () => {
  it('explains the whole file, and every field of every level has words of its own', () => {
    const walk = (path: string): string[] => {
      const here = field(path)
      if (!here) return [`${path} is not found`]
      return [...(here.description ? [] : [path]), ...here.fields.flatMap((below) => walk(below.path))]
    }
    expect(walk('workload')).toEqual([])
  })

  it('goes into a named entry with and without its name', () => {
    for (const path of ['workload.components.image', 'workload.components.<name>.image', 'components.web.image'])
      expect(field(path)?.fields.map((below) => below.path)).toEqual([
        'workload.components.<name>.image.os',
        'workload.components.<name>.image.version',
        'workload.components.<name>.image.architecture',
      ])
    expect(field('workload.components.count')).toMatchObject({ type: 'whole number', default: '1', required: false })
  })

  it('knows what was probably meant', () => {
    expect(explainField('workload.components.imag')).toMatchObject({ found: false, meant: 'image' })
    expect(explainField('workload.nonsense.deep')).toMatchObject({ found: false, at: 'workload' })
  })
})
