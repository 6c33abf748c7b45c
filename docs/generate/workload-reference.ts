import { explainField, type FieldExplanation } from '../../src/workload/explain-field.ts'
import { templateForms } from '../../src/workload/template.ts'
import { markdownTable } from './markdown-table.ts'

const intro = `# The workload file

This page is made by \`npm run docs\` from the schema that reads the file, and is not written by hand. \`portolan explain workload.components\` shows the
same in the terminal; [workload.md](../workload.md) shows how to write one.

The same schema for editors is [workload.schema.json](workload.schema.json). A file in YAML names it in its first line:

\`\`\`yaml
# yaml-language-server: $schema=path/to/workload.schema.json
\`\`\`

\`<name>\` stands for a name that you choose.
`

/** `docs/reference/workload.md`: every field at every depth, one table for each mapping. */
export const workloadReference = (): string => {
  const forms = templateForms.map((form) => `- \`\${${form}}\`\n`).join('')
  return [
    intro,
    ...sections('workload'),
    `## Templates\n\nIn a file's content and in \`setup.run\`; \`$\${\` stands for \`\${\`.\n\n${forms}`,
  ].join('\n')
}

const sections = (path: string): readonly string[] => {
  const field = explained(path)
  if (field.fields.length === 0) return []
  const rows = field.fields.map((inner) => [
    `\`${inner.path.split('.').at(-1)}\``,
    withoutTags(inner.type),
    inner.required ? 'required' : inner.default === undefined ? '' : `\`${inner.default}\``,
    inner.description,
  ])
  const table = markdownTable(['field', 'type', 'default', 'meaning'], rows)
  return [
    `## \`${path}\`\n\n${field.description}\n\n${table}`,
    ...field.fields.flatMap(({ path: below }) => sections(below)),
  ]
}

const explained = (path: string): FieldExplanation => {
  const result = explainField(path)
  if (!result.found) throw new Error(`explainField knows no ${path}, which it named itself`)
  return result.field
}

/** What looks like a tag of HTML is shown as it is written. */
const withoutTags = (text: string): string => text.replaceAll('<', '\\<')
