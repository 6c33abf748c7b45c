import type { YamlPath } from '../lib/yaml-source.ts'

export interface ComponentText {
  /** Below the component: `['setup', 'run', 0]`. */
  readonly path: YamlPath
  readonly text: string
}

/** Every text of a component that may hold templates. Takes a component as written, however wrong, or as read. */
export const componentTexts = (component: unknown): readonly ComponentText[] => {
  const texts: ComponentText[] = []
  const add = (path: YamlPath, text: unknown) => {
    if (typeof text === 'string') texts.push({ path, text })
  }
  for (const [path, file] of entries(member(component, 'files')))
    if (typeof file === 'string') add(['files', path], file)
    else add(['files', path, 'content'], member(file, 'content'))
  const run = member(member(component, 'setup'), 'run')
  if (Array.isArray(run)) for (const [index, text] of run.entries()) add(['setup', 'run', index], text)
  return texts
}

/** The value of that key, if the value is a mapping that has it. */
export const member = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined

/** The entries of a mapping; none of anything else. */
export const entries = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
