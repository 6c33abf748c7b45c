import { describeContract } from '../../cloud/contract/describe-contract.ts'
import { simulatedHarness } from './simulated-harness.ts'
import type { SimulatedOptions } from './simulated-options.ts'

/** A hundredth of what a real cloud takes, so that every state between two states is there to be seen. */
const latency = {
  apiCall: 1,
  networkCreate: 5,
  imageImport: 10,
  volumeCreate: 10,
  volumeExtend: 5,
  volumeDelete: 5,
  snapshotCreate: 10,
  snapshotDelete: 5,
  attach: 5,
  detach: 5,
  serverBuild: 20,
  serverStart: 10,
  serverStop: 10,
  serverReboot: 10,
  serverResize: 10,
  serverDelete: 10,
  serverImage: 10,
  jitter: 0.5,
}

const kept = (cloud: string, options: SimulatedOptions) => describeContract(simulatedHarness(cloud, options))

kept('a simulated cloud that takes no time', {})
kept('a simulated cloud that takes its time', { latency })
kept('a simulated cloud with one provider network', { tenantNetworks: false })
kept('a simulated cloud with zones that matter', {
  zones: ['north', 'south'],
  zoneRequired: true,
  volumesStayInZone: true,
  floatingIps: false,
})
kept('a simulated cloud that shows new things late', { consistencyMs: 30 })
