import { z } from 'zod'
import { fieldNamesIn, type JsonSchema } from '../lib/json-schema.ts'
import { workloadSchema } from './document.ts'

/** The JSON Schema (draft 2020-12) of a workload file, for editors: from the very schema that reads it. */
export const workloadJsonSchema = (): JsonSchema => z.toJSONSchema(workloadSchema, { io: 'input' }) as JsonSchema

/** The names of the fields that a mapping at that path may have; none where any name is taken. */
export const fieldNames = (path: readonly PropertyKey[]): readonly string[] => fieldNamesIn(workloadJsonSchema(), path)
