import { join } from 'node:path'
import { goIsMissing, goPrograms, installGophercloudSession } from '../../../lab/tools/go-programs.ts'
import { runClient } from './run-client.ts'
import type { ClientSession, Seen } from './session.ts'

const program = join(goPrograms, 'gophercloud-session')

/** gophercloud, by a program of our own in lab/tools/gophercloud. */
export const gophercloudSession: ClientSession = {
  client: 'gophercloud',
  absent: goIsMissing,
  install: installGophercloudSession,
  version: async () => (await runClient({ folder: '/', environment: {} }, program, ['version'])).trim(),
  run: async ({ folder, environment, cloud }) =>
    JSON.parse(await runClient({ folder, environment: { ...environment, OS_CLOUD: cloud } }, program, [])) as Seen,
}
