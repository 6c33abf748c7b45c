import { z } from 'zod'
import { fieldNamesIn, type JsonSchema } from '../lib/json-schema.ts'
import type { Mistake } from '../lib/mistake.ts'
import { schemaMistakes } from '../lib/schema-mistakes.ts'
import { readYaml } from '../lib/yaml-source.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { EmbeddedProfile } from './embedded-profile.ts'
import { embeddedProfileSchema } from './embedded-profile-schema.ts'

export interface ProfileText {
  /** What the file is called in diagnostics. */
  readonly file: string
  /** YAML or JSON. */
  readonly text: string
}

export interface ReadProfile {
  /** Present exactly when there are no diagnostics. */
  readonly profile?: EmbeddedProfile
  /** All mistakes, in their order in the file. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads a profile of the user's own and finds all its mistakes at once: a key that no profile has is one, told with the nearest that there is. */
export const readProfile = ({ file, text }: ProfileText): ReadProfile => {
  const source = readYaml(text)
  if (source.problems.length > 0)
    return {
      diagnostics: source.problems.map(({ message, at }) => ({
        severity: 'error',
        summary: message,
        at: { file, ...at },
      })),
    }
  const parsed = embeddedProfileSchema.safeParse(source.value, { reportInput: true })
  if (parsed.success) return { profile: parsed.data, diagnostics: [] }
  const schema = z.toJSONSchema(embeddedProfileSchema, { io: 'input' }) as JsonSchema
  const placed = schemaMistakes(parsed.error.issues, (path) => fieldNamesIn(schema, path))
    .map((mistake) => ({ mistake, at: positionOf(source, mistake) }))
    .sort((one, other) => one.at.line - other.at.line || one.at.column - other.at.column)
  return {
    diagnostics: placed.map(({ mistake: { summary, hint }, at }) => ({
      severity: 'error',
      summary,
      at: { file, ...at },
      ...(hint === undefined ? {} : { hint }),
    })),
  }
}

const positionOf = (source: ReturnType<typeof readYaml>, { path, atKey }: Mistake) =>
  atKey ? source.positionOfKey(path) : source.positionOf(path)
