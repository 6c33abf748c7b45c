import { readFileSync } from 'node:fs'
import { recordFidelity } from '../../docs/generate/fidelity-data.ts'
import { describedServices } from './described-services.ts'
import { descriptionsFolder } from './description.ts'
import { judgementText } from './judgement-text.ts'
import { judgedSession, mutatedSession } from './session/judged-session.ts'

/** `npx tsx lab/openapi/main.ts`: judges a session over every service and refusals of mutated bodies, and records both in docs/fidelity/openapi.json. */
const judgeEverything = async (): Promise<number> => {
  const folder = descriptionsFolder()
  if (folder === undefined) {
    process.stderr.write('not judged: the descriptions are not beside the project\n')
    return 2
  }
  const began = Date.now()
  const { front, judgement } = await judgedSession(folder, 1)
  await front[Symbol.asyncDispose]()
  process.stdout.write(judgementText(judgement))
  const mutated = await mutatedSession(folder, 100)
  await mutated.front[Symbol.asyncDispose]()
  const { refusals, failures } = mutated.session
  for (const [service, { operations, refused }] of refusals)
    process.stdout.write(`${service}: ${refused} mutated bodies of ${operations.size} operations refused\n`)
  for (const failure of failures.values()) process.stdout.write(`  ${failure}\n`)
  if (mutated.broken !== undefined) process.stdout.write(`  the session broke off: ${mutated.broken}\n`)
  await recordFidelity('openapi', {
    cloud: 'embedded classic',
    simulated: true,
    command: 'npx tsx lab/openapi/main.ts',
    ranAt: new Date(began).toISOString(),
    seconds: Math.round((Date.now() - began) / 1000),
    versions: {
      portolan: JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version,
      ...Object.fromEntries(
        describedServices.map(({ type, file }) => [type, file.replace(/^.*-(v[\d.]+)\.yaml$/, '$1')]),
      ),
    },
    groups: [
      ...judgement.services.map(({ service, answers, operations }) => {
        const failed = judgement.deviations.filter((deviation) => deviation.service === service)
        return {
          name: `${service}: answers of ${operations} operations`,
          passed: answers - failed.reduce((sum, { exchanges }) => sum + exchanges, 0),
          failed: failed.map(({ operation, what }) => ({ name: operation, reason: what.slice(0, 500) })),
        }
      }),
      ...[...refusals].map(([service, { operations, refused }]) => ({
        name: `${service}: mutated bodies of ${operations.size} operations`,
        passed: refused,
        failed: [...failures]
          .filter(([sort]) => sort.startsWith(service))
          .map(([sort, reason]) => ({ name: sort, reason: reason.slice(0, 500) })),
      })),
    ],
  })
  return judgement.deviations.length + failures.size === 0 && mutated.broken === undefined ? 0 : 1
}

process.exitCode = await judgeEverything()
