import { describe, expect, it } from 'vitest'
import { collect } from '../lib/async-iterable.ts'
import { exampleWorkload, type WorkloadBenchOptions, workloadBench } from './workload-bench.ts'

/** A whole life: up, every probe passed, nothing to change, down, nothing left. */
const livesOn = async (options: WorkloadBenchOptions, workload = exampleWorkload('lamp')) => {
  await using bench = await workloadBench(options)
  const { name } = workload.document
  const outcome = await bench.up(workload)
  expect(outcome.failures).toEqual([])
  expect(await bench.failedProbes(workload)).toEqual([])
  const again = await bench.plan(workload)
  expect(again.changes.filter(({ action }) => action !== 'unchanged')).toEqual([])
  expect((await bench.down(name)).failures).toEqual([])
  expect(await bench.owned(name)).toEqual([])
  expect(bench.unexpected).toEqual([])
}

const aarch64: WorkloadBenchOptions = {
  cloud: {
    flavors: [{ name: 'a1', vcpus: 2, memoryMiB: 4096, diskGiB: 40, architecture: 'aarch64' }],
    images: [{ name: 'debian', operatingSystem: { distro: 'debian', version: '12' }, architecture: 'aarch64' }],
  },
}

describe('a workload lives on a cloud', () => {
  it('of aarch64 alone, since it names no architecture', () => livesOn(aarch64))

  it('without a metadata service, since every server has a config drive', () =>
    livesOn({ cloud: { metadataService: false } }))

  it('whose new security groups let nothing out, since the rules for that are written', () =>
    livesOn({ cloud: { egress: 'explicit' } }))
})

it('writes no egress rule where a new group lets everything out', async () => {
  await using bench = await workloadBench()
  await bench.up(exampleWorkload('lamp'))
  for await (const group of bench.cloud.securityGroups.list(bench.call))
    expect(group.rules.filter(({ direction, family }) => direction === 'egress' && family === 'ipv4')).toHaveLength(1)
  expect((await collect(bench.cloud.servers.list(bench.call))).length).toBeGreaterThan(0)
})
