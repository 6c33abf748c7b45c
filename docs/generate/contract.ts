import { readFile, writeFile } from 'node:fs/promises'
import { openStackOnEmbedded } from '../../lab/embedded/openstack-harness.ts'
import { awsOnMoto } from '../../lab/moto/aws-harness.ts'
import type { Harness } from '../../src/cloud/contract/harness.ts'
import { runContract } from '../../src/cloud/contract/run-contract.ts'
import { simulatedHarness } from '../../src/drivers/simulated/simulated-harness.ts'
import { classic } from '../../src/embedded/profiles/classic.ts'
import { contractPage } from './contract-page.ts'
import { type CloudResults, type ContractResults, resultsOf, unknownRules } from './contract-results.ts'

/**
 * Writes `docs/contract.md` and the results that it shows, `docs/contract.json`, by running the contract's rules. A cloud that cannot be opened here keeps
 * the results that it had. With `--check` only the simulated cloud is run, nothing is written, and a stale page is told and ends with exit code 1.
 */
const main = async (): Promise<number> => {
  const check = process.argv.includes('--check')
  const simulated = simulatedHarness('simulated')
  const harnesses: readonly Harness[] = [simulated, openStackOnEmbedded(classic), awsOnMoto]
  const before = await recorded()
  const clouds: CloudResults[] = []
  for (const harness of harnesses) {
    const old = before.clouds.find(({ cloud }) => cloud === harness.cloud)
    const found = check && harness !== simulated ? old : ((await examined(harness)) ?? old)
    if (found) clouds.push(found)
  }
  const results: ContractResults = { schema: 'portolan.contract/1', clouds }
  const page = contractPage(results)
  if (!check) {
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

/** `undefined`, told to the person who waits, when the cloud cannot be opened here. */
const examined = async (harness: Harness): Promise<CloudResults | undefined> => {
  tell(`examining ${harness.cloud}`)
  try {
    return await resultsOf(harness.cloud, runContract(harness))
  } catch (error) {
    tell(`${harness.cloud} could not be examined: ${error instanceof Error ? error.message : String(error)}`)
    return undefined
  }
}

const recorded = async (): Promise<ContractResults> => {
  try {
    return JSON.parse(await readFile(resultsFile, 'utf8')) as ContractResults
  } catch {
    return { schema: 'portolan.contract/1', clouds: [] }
  }
}

process.exitCode = await main()
