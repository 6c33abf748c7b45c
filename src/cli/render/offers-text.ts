import type { Colors } from 'picocolors/types.js'
import type { ConsideredOffer } from '../../workload/placement/considered-offer.ts'
import { formatMiB } from '../../workload/sizes.ts'
import { tableText } from './table-text.ts'

/** The offers that were considered, in order of preference, the chosen one ticked, and why the others cannot be. Ends with an empty line. */
export const offersText = async (offers: readonly ConsideredOffer[], colors: Colors): Promise<string> => {
  const rows = offers.map((offer) => [
    marks(colors)[offer.verdict],
    offer.cloud,
    offer.region,
    [...new Set(offer.components.flatMap(({ zones }) => zones))].join(', '),
    offer.components.map(({ component, count, flavor }) => `${component} ${count}×${flavor}`).join(', '),
    offer.vcpus === undefined ? '' : String(offer.vcpus),
    offer.memoryMiB === undefined ? '' : formatMiB(offer.memoryMiB),
    offer.pricePerHour ? `${offer.pricePerHour.amount} ${offer.pricePerHour.currency}` : '',
    offer.quotaRoom ? `${offer.quotaRoom.times}× (${offer.quotaRoom.quota})` : '',
  ])
  const reasons = offers.flatMap(({ cloud, region, reasons: why }) =>
    why.map((reason) => `  ${colors.red('✗')} ${region ? `${cloud} ${region}` : cloud}: ${reason}`),
  )
  return [
    colors.bold('Considered:'),
    (await tableText(titles, rows, colors)).trimEnd(),
    ...reasons,
    ...(offers.some(({ simulated }) => simulated) ? [simulatedLine(offers)] : []),
    '',
    '',
  ].join('\n')
}

const titles = ['', 'cloud', 'region', 'zones', 'flavors', 'vcpu', 'memory', 'per hour', 'quota room']

const marks = (colors: Colors) => ({ chosen: colors.green('✓'), possible: ' ', rejected: colors.red('✗') })

const simulatedLine = (offers: readonly ConsideredOffer[]): string =>
  `  Simulated: ${offers.flatMap(({ simulated, cloud }) => (simulated ? [cloud] : [])).join(', ')}`
