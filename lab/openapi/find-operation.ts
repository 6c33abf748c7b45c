import type { DescribedOperation, Description } from './description.ts'

/** A described operation, or why there is none. */
export type FoundOperation =
  | { readonly operation: DescribedOperation; readonly template: string }
  | { readonly missing: 'no such path' | 'no such method' }

/** Finds operations by method and path; a literal segment goes before one that stands for any. */
export const operationFinder = (description: Description): ((method: string, path: string) => FoundOperation) => {
  const templates = Object.entries(description.paths).map(([template, operations]) => ({
    template,
    operations,
    segments: segmentsOf(template),
    // `{object}` of the object store takes slashes as well.
    open: template.endsWith('{object}'),
  }))
  return (method, path) => {
    const segments = segmentsOf(path)
    const fitting = templates
      .filter(({ segments: wanted, open }) => fits(wanted, segments, open))
      .sort((one, other) => literalness(other.segments) - literalness(one.segments))
    for (const { template, operations } of fitting) {
      const operation = operations[method.toLowerCase()]
      if (operation) return { operation, template }
    }
    return { missing: fitting.length > 0 ? 'no such method' : 'no such path' }
  }
}

const segmentsOf = (path: string): readonly string[] => path.split('/').filter((segment) => segment !== '')

const fits = (wanted: readonly string[], segments: readonly string[], open: boolean): boolean =>
  (open ? segments.length >= wanted.length : segments.length === wanted.length) &&
  wanted.every((each, index) => each.startsWith('{') || each === segments[index])

/** More for literals, and for earlier ones. */
const literalness = (segments: readonly string[]): number =>
  segments.reduce((sum, segment, index) => sum + (segment.startsWith('{') ? 0 : 2 ** (16 - index)), 0)
