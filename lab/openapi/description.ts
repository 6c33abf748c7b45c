import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

/** A JSON Schema as the descriptions write it. */
export interface Schema {
  readonly $ref?: string
  readonly 'x-openstack'?: Extent
  readonly [keyword: string]: unknown
}

/** Where a schema holds: from and up to a microversion, and for which action. */
export interface Extent {
  readonly 'min-ver'?: string | number
  readonly 'max-ver'?: string | number
  readonly 'action-name'?: string
  readonly discriminator?: 'microversion' | 'action'
}

/** What one status of an operation says of its answer. */
export interface DescribedAnswer {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>
  readonly headers?: Readonly<Record<string, DescribedHeader>>
}

export interface DescribedHeader {
  readonly $ref?: string
  readonly required?: boolean
  readonly schema?: Schema
}

export interface DescribedOperation {
  readonly operationId: string
  readonly description?: string
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> }
  readonly responses: Readonly<Record<string, DescribedAnswer>>
  readonly 'x-openstack'?: Extent
}

/** One service's OpenAPI document, as far as it is used. */
export interface Description {
  readonly info: { readonly version: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>
    readonly headers?: Readonly<Record<string, DescribedHeader>>
  }
}

const root = join(import.meta.dirname, '../..')

/** The folder of OpenStack's API descriptions beside the project, or undefined where there is none. They are no part of the project. */
export const descriptionsFolder = (): string | undefined => {
  const folder = join(root, '../shared/facts/openapi')
  return existsSync(folder) ? folder : undefined
}

/** Reads a description. Its JSON is kept below node_modules, since YAML of three megabytes takes seconds. */
export const readDescription = (folder: string, file: string): Description => {
  const source = join(folder, file)
  const { mtimeMs, size } = statSync(source)
  const kept = join(root, 'node_modules/.cache/openapi', `${file}-${size}-${Math.trunc(mtimeMs)}.json`)
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8'))
  const description: Description = parse(readFileSync(source, 'utf8'))
  mkdirSync(join(kept, '..'), { recursive: true })
  writeFileSync(kept, JSON.stringify(description))
  return description
}
