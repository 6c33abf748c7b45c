import type { YamlPath } from './yaml-source.ts'

/** A mistake in a document, by its place in it. */
export interface Mistake {
  readonly path: YamlPath
  /** Point at the key rather than at its value. */
  readonly atKey?: boolean
  /** Point at this text inside the value. */
  readonly text?: string
  readonly summary: string
  readonly detail?: string
  readonly hint?: string
}
