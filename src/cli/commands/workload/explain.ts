import { z } from 'zod'
import { explainField, type FieldExplanation } from '../../../workload/explain-field.ts'
import { command } from '../../command.ts'
import { usageError } from '../../command-error.ts'
import { exitCode } from '../../exit-code.ts'
import { printDocument } from '../../render/print-list.ts'

const input = z.object({ path: z.string().default('workload'), recursive: z.boolean().default(false) })

/** `portolan explain PATH` */
export const explainCommand = command(input, async (context, { path, recursive }) => {
  const { world, colors } = context
  const shallow = explained(path)
  const field = recursive ? withAllFields(shallow) : shallow
  if (context.output === 'json' || context.output === 'yaml') await printDocument(context, field)
  else if (context.output === 'name')
    world.stdout.write(
      flattened(field.fields)
        .map(({ field }) => `${field.path}\n`)
        .join(''),
    )
  else {
    const lines = [
      `${colors.bold(field.path)}  ${colors.cyan(field.type)}${field.required ? '  required' : ''}`,
      ...(field.default === undefined ? [] : [`default: ${field.default}`]),
      '',
      `  ${field.description}`,
    ]
    const below = flattened(field.fields)
    if (below.length > 0) lines.push('', colors.bold('FIELDS'))
    for (const { field: inner, depth } of below) {
      const name = inner.path.split('.').at(-1) ?? inner.path
      const indent = '  '.repeat(depth + 1)
      const standard = inner.default === undefined ? '' : colors.dim(`  default: ${inner.default}`)
      lines.push(
        `${indent}${colors.bold(name)}  ${colors.cyan(inner.type)}${inner.required ? '  required' : ''}${standard}`,
      )
      lines.push(`${indent}  ${inner.description}`)
    }
    world.stdout.write(`${lines.join('\n')}\n`)
  }
  return exitCode.done
})

const explained = (path: string): FieldExplanation => {
  const result = explainField(path)
  if (result.found) return result.field
  const known = result.known.length > 0 ? `it has: ${result.known.join(', ')}` : 'it has no fields'
  throw usageError(
    `${result.at} has no such field; ${known}`,
    `portolan explain ${result.at}${result.meant ? `.${result.meant}` : ''}`,
  )
}

const withAllFields = (field: FieldExplanation): FieldExplanation => ({
  ...field,
  fields: field.fields.map((inner) => withAllFields(explained(inner.path))),
})

const flattened = (fields: readonly FieldExplanation[], depth = 0): { field: FieldExplanation; depth: number }[] =>
  fields.flatMap((field) => [{ field, depth }, ...flattened(field.fields, depth + 1)])
