import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { openStackOnEmbedded } from '../../lab/embedded/openstack-harness.ts'
import { awsOnMoto } from '../../lab/moto/aws-harness.ts'
import { openStackInLab } from '../../lab/openstack/lab-harness.ts'
import type { Harness } from '../../src/cloud/contract/harness.ts'
import { allRules } from '../../src/cloud/contract/rules.ts'
import { type RuleVerdict, runContract } from '../../src/cloud/contract/run-contract.ts'
import { simulatedHarness } from '../../src/drivers/simulated/simulated-harness.ts'
import { classic } from '../../src/embedded/profiles/classic.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { contractPage } from './contract-page.ts'
import { type CloudResults, type ContractResults, unknownRules, verdictsOf } from './contract-results.ts'

/** A cloud that can be examined, and how. */
interface Examined {
  readonly harness: Harness
  readonly simulated: boolean
  readonly command: string
}

const inProcess = { simulated: true, command: 'npm run docs' }
const simulated: Examined = { harness: simulatedHarness('simulated'), ...inProcess }
const lab = (zone: 'nova' | 'fake'): Examined => ({
  harness: openStackInLab(zone),
  simulated: false,
  command: `npx tsx docs/generate/contract.ts --lab ${zone}`,
})
/** In the order of the page. */
const examinable: readonly Examined[] = [
  simulated,
  { harness: openStackOnEmbedded(classic), ...inProcess },
  lab('nova'),
  lab('fake'),
  { harness: awsOnMoto, ...inProcess },
]

/**
 * Writes `docs/contract.md` and the results that it shows, `docs/contract.json`, by running the contract's rules on all clouds but the lab's, or with `--lab nova`
 * or `--lab fake` on the lab's alone. With `--only REGEX` only those rules are run, and the others keep their verdicts. A cloud that is not run, or cannot be opened here, keeps the results that it had. With `--check` only the simulated cloud
 * is run, nothing is written, and a stale page is told and ends with exit code 1.
 */
const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: { check: { type: 'boolean', default: false }, lab: { type: 'string' }, only: { type: 'string' } },
  })
  const only = values.only === undefined ? undefined : new RegExp(values.only)
  const isWanted = (each: Examined): boolean => {
    if (values.check) return each === simulated
    return values.lab === undefined ? each.simulated : each.command.endsWith(`--lab ${values.lab}`)
  }
  if (!examinable.some(isWanted)) throw new RangeError(`the lab has no servers ${values.lab}: nova or fake`)
  const found: CloudResults[] = []
  for (const each of examinable) if (isWanted(each)) found.push(...(await examined(each, only)))
  // Read now: examinations of the lab take an hour, and others may have ended meanwhile.
  const before = await recorded()
  const clouds = examinable.flatMap(({ harness: { cloud } }) => {
    const [latest, earlier] = [found, before].map((all) => all.find((results) => results.cloud === cloud))
    if (!latest || !earlier || !only) return latest ?? earlier ?? []
    const seconds = earlier.seconds + latest.seconds
    return { ...latest, seconds, verdicts: inOrder({ ...earlier.verdicts, ...latest.verdicts }) }
  })
  const results: ContractResults = { schema: 'portolan.contract/2', clouds }
  const page = contractPage(results)
  if (!values.check) {
    await writeFile(resultsFile, `${JSON.stringify(results, undefined, 2)}\n`)
    await writeFile(pageFile, page)
    return 0
  }
  const complaints = [
    ...unknownRules(results),
    ...((await readFile(pageFile, 'utf8')) === page ? [] : ['docs/contract.md is not what the rules and results make']),
  ]
  for (const complaint of complaints) tell(complaint)
  if (complaints.length > 0) tell('docs/contract.md is stale: run `npm run docs`')
  return complaints.length > 0 ? 1 : 0
}

const resultsFile = new URL('../contract.json', import.meta.url)
const pageFile = new URL('../contract.md', import.meta.url)

const tell = (line: string): void => {
  process.stderr.write(`${line}\n`)
}

/** Nothing, told to the person who waits, when the cloud cannot be opened here. */
const examined = async (
  { harness, simulated, command }: Examined,
  only: RegExp | undefined,
): Promise<readonly CloudResults[]> => {
  const { cloud } = harness
  tell(`examining ${cloud}`)
  const startedAt = systemClock.now()
  let count = 0
  const onVerdict = (verdict: RuleVerdict) => {
    count += 1
    if (verdict.verdict === 'broken') tell(`broken: ${verdict.rule}: ${verdict.reason}`)
    if (count % 10 === 0) tell(`${count} of ${allRules.length} rules, lately ${verdict.rule}`)
  }
  try {
    const verdicts = await verdictsOf(
      runContract(harness, (rule) => only?.test(rule) ?? true),
      onVerdict,
    )
    const seconds = Math.round((systemClock.now() - startedAt) / 100) / 10
    return [{ cloud, simulated, command, ranAt: new Date(startedAt).toISOString(), seconds, verdicts }]
  } catch (error) {
    tell(`${cloud} could not be examined: ${error instanceof Error ? error.message : String(error)}`)
    return []
  }
}

/** As the rules stand, those that are rules no more left out. */
const inOrder = (verdicts: CloudResults['verdicts']): CloudResults['verdicts'] =>
  Object.fromEntries(allRules.flatMap(([name]) => (verdicts[name] ? [[name, verdicts[name]]] : [])))

const recorded = async (): Promise<readonly CloudResults[]> => {
  try {
    return (JSON.parse(await readFile(resultsFile, 'utf8')) as ContractResults).clouds
  } catch {
    return []
  }
}

process.exitCode = await main()
