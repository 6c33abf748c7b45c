import type { LatencyOptions } from '../drivers/simulated/latency.ts'

/**
 * How long things take on a public OpenStack cloud, in the order of magnitude that their users report: API calls take tens of milliseconds, volumes and
 * attachments a few seconds, servers about ten until they are active and as long again until they listen.
 */
export const realisticLatency: LatencyOptions = {
  apiCall: 40,
  networkCreate: 400,
  imageImport: 4000,
  volumeCreate: 2500,
  volumeExtend: 2000,
  volumeDelete: 1500,
  snapshotCreate: 3000,
  snapshotDelete: 1500,
  attach: 2500,
  detach: 2000,
  serverBuild: 9000,
  serverStart: 3000,
  serverStop: 4000,
  serverReboot: 6000,
  serverResize: 12_000,
  serverDelete: 3000,
  serverImage: 8000,
  guestBoot: 9000,
  jitter: 0.2,
}
