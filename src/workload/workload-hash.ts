import { createHash } from 'node:crypto'
import type { Workload } from './workload.ts'

/** SHA-256, in hexadecimal, of a workload as it was read, with the values of its inputs: the same for the same document, however it is laid out. */
export const workloadHash = (workload: Workload): string =>
  createHash('sha256').update(JSON.stringify(workload)).digest('hex')
