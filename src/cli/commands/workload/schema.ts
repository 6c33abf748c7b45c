import { z } from 'zod'
import { workloadJsonSchema } from '../../../workload/workload-json-schema.ts'
import { command } from '../../command.ts'
import { exitCode } from '../../exit-code.ts'

/** `portolan schema` */
export const schemaCommand = command(z.object({}), async ({ world }) => {
  world.stdout.write(`${JSON.stringify(workloadJsonSchema(), null, 2)}\n`)
  return exitCode.done
})
