import { answerPromises } from './answer-promises.ts'
import { closedPortPromises } from './closed-port-promises.ts'
import type { CloudPromise } from './cloud-promise.ts'
import { networkPromises } from './network-promises.ts'
import { serverPromises } from './server-promises.ts'
import { shownPromises } from './shown-promises.ts'
import { volumePromises } from './volume-promises.ts'

/** What every cloud promises about a deployment, in the order in which breaches are told: what a server is before what follows from it. */
export const cloudPromises: readonly CloudPromise[] = [
  ...serverPromises,
  ...volumePromises,
  ...networkPromises,
  ...closedPortPromises,
  ...shownPromises,
  ...answerPromises,
]
