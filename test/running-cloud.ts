import type { Cloud } from '../src/cloud/cloud.ts'
import { type EmbeddedCloud, type EmbeddedCloudOptions, startEmbeddedCloud } from '../src/embedded/embedded-cloud.ts'
import { classic } from '../src/embedded/profiles/classic.ts'
import { systemClock } from '../src/lib/clock.ts'
import { Disposal } from '../src/lib/disposal.ts'
import { systemRandom } from '../src/lib/random.ts'
import { type CloudsFile, entriesOf, writeCloudsFile } from './clients/clouds-file.ts'
import { PortolanCommand } from './portolan-command.ts'
import { enterEmbeddedCloud, projectInventory } from './project-inventory.ts'

/** An embedded cloud in this process, and a user of it who has the command line. */
export interface RunningCloud extends AsyncDisposable {
  readonly embedded: EmbeddedCloud
  readonly clouds: CloudsFile
  readonly cloud: Cloud
  readonly portolan: PortolanCommand
  /** What the cloud has now that it had not at its start. */
  added(): Promise<readonly string[]>
  /** What failed inside the cloud, which must be nothing. */
  readonly unexpected: readonly unknown[]
}

/** Starts the classic cloud, or another, and logs in. */
export const startRunningCloud = async (options: Partial<EmbeddedCloudOptions> = {}): Promise<RunningCloud> => {
  const open = new Disposal()
  const unexpected: unknown[] = []
  const embedded = open.use(
    await startEmbeddedCloud({
      profile: classic,
      clock: systemClock,
      random: systemRandom,
      onUnexpected: (error) => unexpected.push(error),
      ...options,
    }),
  )
  const clouds = open.use(await writeCloudsFile(entriesOf(embedded)))
  const cloud = open.use(await enterEmbeddedCloud(embedded, clouds))
  const before = new Set(await projectInventory(cloud))
  return {
    embedded,
    clouds,
    cloud,
    portolan: new PortolanCommand(clouds),
    added: async () => (await projectInventory(cloud)).filter((line) => !before.has(line)),
    unexpected,
    [Symbol.asyncDispose]: () => open[Symbol.asyncDispose](),
  }
}
