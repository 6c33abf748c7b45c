import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { FidelityGroup, FidelityRun } from './fidelity-data.ts'

const found = z.object({ name: z.string(), status: z.string() })

/** What `npm run test:tempest -- --record` keeps (`lab/tempest/tempest-report.ts`): every test with its status. */
const reportSchema = z.object({
  version: z.literal(1),
  tempest: z.string(),
  list: z.string(),
  command: z.string(),
  date: z.iso.date(),
  seconds: z.number(),
  tests: z.array(found),
  fixtures: z.array(found),
})

/** Tempest's recorded run, on the embedded cloud; none when it was never recorded. */
export const tempestRuns = async (): Promise<readonly FidelityRun[]> => {
  const text = await readFile(new URL('../fidelity/tempest.json', import.meta.url), 'utf8').catch(() => undefined)
  return text === undefined ? [] : [tempestRun(JSON.parse(text))]
}

/** A report in the shape of the other suites: by service, and a class that could not be set up or taken down as a failure. */
export const tempestRun = (report: unknown): FidelityRun => {
  const { tempest, list, command, date, seconds, tests, fixtures } = reportSchema.parse(report)
  const groups = new Map<string, FidelityGroup>()
  for (const { name, status } of [...tests, ...fixtures]) {
    const [, service = 'other'] = /tempest\.api\.(\w+)\./.exec(name) ?? []
    const group = groups.get(service) ?? { name: service, passed: 0, failed: [], skipped: [], notApplicable: [] }
    groups.set(service, group)
    if (status === 'success') group.passed += 1
    else if (status === 'skip') group.skipped.push({ name, reason: 'Tempest skipped it' })
    else
      group.failed.push({ name, reason: status === 'absent' ? 'Tempest never reported it' : `Tempest says: ${status}` })
  }
  const versions = { [tempest.split(' ')[0] ?? 'tempest']: tempest.split(' ')[1] ?? '', list }
  return {
    cloud: 'embedded classic',
    simulated: true,
    command,
    ranAt: date,
    seconds,
    versions,
    groups: [...groups.values()],
  }
}
