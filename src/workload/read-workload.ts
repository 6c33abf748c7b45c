import type { TextPosition } from '../lib/code-frame.ts'
import type { Mistake } from '../lib/mistake.ts'
import { schemaMistakes } from '../lib/schema-mistakes.ts'
import { readYaml, type YamlSource } from '../lib/yaml-source.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { bindInputs } from './bind-inputs.ts'
import { checkReferences } from './check-references.ts'
import { entries, member } from './component-texts.ts'
import { type CompleteDocument, workloadSchema } from './document.ts'
import type { SecretSource } from './secret-source.ts'
import type { Workload } from './workload.ts'
import { fieldNames } from './workload-json-schema.ts'

export interface WorkloadText {
  /** What the file is called in diagnostics. */
  readonly file: string
  /** YAML or JSON. */
  readonly text: string
  /** Values given for inputs, by name. */
  readonly inputs?: Readonly<Record<string, string>>
  /** When present, every secret of the file must have a value there. */
  readonly secrets?: SecretSource
}

export interface ReadWorkload {
  /** Present exactly when no diagnostic is an error. */
  readonly workload?: Workload
  /** All mistakes, in their order in the file; those about values given from elsewhere come last. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads a workload file and finds all its mistakes at once. Never throws; however large or deep the text, it answers in about a second. */
export const readWorkload = ({ file, text, inputs = {}, secrets }: WorkloadText): ReadWorkload => {
  const source = readYaml(text)
  if (source.problems.length > 0)
    return { diagnostics: source.problems.map(({ message, at }) => error(file, at, { summary: message })) }

  const written = withWrittenVersions(source)
  const parsed = workloadSchema.safeParse(written, { reportInput: true })
  const mistakes = [
    ...(parsed.success ? [] : schemaMistakes(parsed.error.issues, fieldNames)),
    ...checkReferences(written),
    ...(secrets ? missingSecrets(written, parsed.data, secrets) : []),
  ]
  const located = mistakes
    .map((mistake) => ({ mistake, at: positionOf(source, mistake) }))
    .sort((one, other) => one.at.line - other.at.line || one.at.column - other.at.column)
  const bound = bindInputs(member(written, 'inputs'), inputs)
  const diagnostics = [
    ...located.map(({ mistake, at }) => error(file, at, mistake)),
    ...bound.problems.map(({ name, ...problem }) =>
      error(file, name === undefined ? undefined : source.positionOfKey(['inputs', name]), problem),
    ),
  ]
  if (!parsed.success || diagnostics.length > 0) return { diagnostics }
  return { workload: { document: parsed.data, inputs: bound.values }, diagnostics }
}

const error = (
  file: string,
  at: TextPosition | undefined,
  { summary, detail, hint }: Pick<Diagnostic, 'summary' | 'detail' | 'hint'>,
): Diagnostic => ({
  severity: 'error',
  summary,
  ...(detail === undefined ? {} : { detail }),
  ...(at ? { at: { file, line: at.line, column: at.column } } : {}),
  ...(hint === undefined ? {} : { hint }),
})

const positionOf = (source: YamlSource, { path, atKey, text }: Mistake): TextPosition => {
  if (text !== undefined) return source.positionOfText(path, text)
  return atKey ? source.positionOfKey(path) : source.positionOf(path)
}

/** YAML reads `version: 24.10` as the number 24.1; what its author wrote is what counts. */
const withWrittenVersions = (source: YamlSource): unknown => {
  for (const [name, component] of entries(member(source.value, 'components'))) {
    const image = member(component, 'image')
    const version = member(image, 'version')
    const text = typeof version === 'number' ? source.writtenAt(['components', name, 'image', 'version']) : undefined
    if (text !== undefined) Object.assign(image as object, { version: text })
  }
  return source.value
}

const missingSecrets = (written: unknown, document: CompleteDocument | undefined, source: SecretSource): Mistake[] => {
  const deployment = String(member(written, 'name'))
  return Object.entries(document?.secrets ?? {}).flatMap(([name, reference]): Mistake[] => {
    if (source.resolve(deployment, name, reference)) return []
    const fix = reference.env
      ? { summary: `the environment variable ${reference.env} is not set`, hint: `export ${reference.env}=...` }
      : { summary: `the file ${reference.file} cannot be read or is empty`, hint: `write the secret ${name} into it` }
    return [{ path: ['secrets', name], atKey: true, ...fix }]
  })
}
