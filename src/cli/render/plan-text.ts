import type { Colors } from 'picocolors/types.js'
import type { Plan, PlannedChange } from '../../workload/plan.ts'
import type { GuestSetup, ResourceNode } from '../../workload/resource-node.ts'

type ShownAction = Exclude<PlannedChange['action'], 'unchanged'>

const symbols: Readonly<Record<ShownAction, string>> = {
  create: '  +',
  update: '  ~',
  replace: '-/+',
  delete: '  -',
}

const meanings: Readonly<Record<ShownAction, string>> = {
  create: 'create',
  update: 'change in place',
  replace: 'destroy and make anew',
  delete: 'destroy',
}

/** A plan as people read it; with `wide`, also why each flavor and image was chosen. Ends with the one line that sums it up. */
export const planText = (plan: Plan, colors: Colors, { wide }: { readonly wide: boolean }): string => {
  const changes = plan.changes.filter((change) => change.action !== 'unchanged')
  const used = (Object.keys(symbols) as ShownAction[]).filter((action) =>
    changes.some((change) => change.action === action),
  )
  const simulated = plan.cloud.simulated ? ', simulated' : ''
  return [
    `${colors.bold(plan.deployment)} on ${colors.bold(plan.cloud.name)} (${plan.cloud.kind}, ${plan.cloud.region}${simulated})`,
    '',
    ...used.map((action) => `${painted(action, symbols[action], colors)} ${meanings[action]}`),
    ...(used.length > 0 ? [''] : []),
    ...changes.flatMap((change) => changeLines(change, chosenNames(plan), colors)),
    ...(changes.length > 0 ? [''] : []),
    ...driftLines(plan, colors),
    ...(wide ? choiceLines(plan, colors) : []),
    ...plan.warnings.map((warning) => `${colors.yellow('warning')}: ${warning}`),
    ...refusalLines(plan, colors),
    colors.bold(summaryLine(plan)),
    '',
  ].join('\n')
}

/** `Plan: 3 to add, 1 to change, 0 to destroy.`, or that there is nothing to do. A replacement counts as one added and one destroyed. */
const summaryLine = ({ intent, summary, refusals }: Plan): string => {
  const add = summary.create + summary.replace
  const destroy = summary.delete + summary.replace
  if (refusals.length > 0)
    return `Refused: ${refusals.length === 1 ? '1 thing stands' : `${refusals.length} things stand`} in the way.`
  if (add + destroy + summary.update > 0)
    return `Plan: ${add} to add, ${summary.update} to change, ${destroy} to destroy.`
  return intent === 'remove'
    ? 'No changes. There is nothing to destroy.'
    : 'No changes. The cloud matches the workload.'
}

const changeLines = (change: PlannedChange, names: ReadonlyMap<string, string>, colors: Colors): readonly string[] => {
  if (change.action === 'unchanged') return []
  const symbol = painted(change.action, symbols[change.action], colors)
  const named = `${symbol} ${change.key}`
  switch (change.action) {
    case 'create':
      return [
        `${named}${change.because ? colors.dim(`  # ${change.because}`) : ''}`,
        ...specLines(change.node, names).map((line) => colors.dim(`      ${line}`)),
      ]
    case 'update':
      return [`${named}  ${change.updates.join(', ')}`]
    case 'replace':
      return [`${named}  ${colors.red(`# forces replacement: ${change.forcedBy.join(', ')}`)}`]
    case 'delete':
      return [`${named}${change.nativeId ? '' : colors.dim('  # it may not exist: a run was killed while making it')}`]
  }
}

/** The fields of what will be made, references by their names and the guest's files by their number: they may hold what is sensitive. */
const specLines = ({ name, spec }: ResourceNode, names: ReadonlyMap<string, string>): readonly string[] =>
  Object.entries(spec)
    .filter(([key, value]) => value !== undefined && !(key === 'name' && value === name))
    .map(([key, value]) => [key, key === 'guest' ? guestText(value as GuestSetup) : shown(value)] as const)
    .filter(([, text]) => text !== '')
    .map(([key, text]) => `${key}: ${text}${names.has(text) ? ` (${names.get(text)})` : ''}`)

/** What the chosen flavors and images are called, by their ids. */
const chosenNames = ({ choices }: Plan): ReadonlyMap<string, string> =>
  new Map((choices?.components ?? []).flatMap(({ flavor, image }) => [flavor, image].map(({ id, name }) => [id, name])))

const guestText = ({ files, packages, run, mounts }: GuestSetup): string =>
  [counted(files, 'file'), counted(packages, 'package'), counted(run, 'command'), counted(mounts, 'mount')]
    .filter((text) => text !== '')
    .join(', ')

const counted = (items: readonly unknown[], word: string): string => {
  if (items.length === 0) return ''
  const sensitive = JSON.stringify(items).includes('{"secret":') ? ' with (sensitive value)' : ''
  return `${items.length} ${word}${items.length === 1 ? '' : 's'}${sensitive}`
}

const shown = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(shown).join(', ')
  if (typeof value !== 'object' || value === null) return String(value)
  if ('node' in value) return `(${String(value.node)})`
  if ('id' in value) return String(value.id)
  return Object.entries(value)
    .map(([key, inner]) => `${key} ${shown(inner)}`)
    .join(' ')
}

const driftLines = ({ drift }: Plan, colors: Colors): readonly string[] =>
  drift.length === 0
    ? []
    : [
        colors.bold('Changed by others since the last run:'),
        ...drift.map(({ what, key, detail }) => `  ${colors.yellow(what.padEnd(7))} ${key}  ${detail}`),
        '',
      ]

const choiceLines = ({ choices }: Plan, colors: Colors): readonly string[] => {
  if (!choices) return []
  const lines = [colors.bold('Chosen:'), `  network: ${choices.network.kind}, ${choices.network.because}`]
  for (const { component, flavor, image, zones } of choices.components) {
    lines.push(`  ${component}: flavor ${flavor.name}, ${flavor.because}`)
    for (const { id, name, summary, rejected } of flavor.considered) {
      const reason = rejected ?? (id === flavor.id ? undefined : 'would do too')
      lines.push(
        `    ${id === flavor.id ? colors.green('✓') : ' '} ${name}  ${summary}${reason ? colors.dim(`  ${reason}`) : ''}`,
      )
    }
    lines.push(`  ${component}: image ${image.name}, ${image.because}`)
    if (zones.length > 0) lines.push(`  ${component}: zones ${zones.join(', ')}`)
  }
  return [...lines, '']
}

const refusalLines = ({ refusals, cloud }: Plan, colors: Colors): readonly string[] =>
  refusals.length === 0
    ? []
    : [
        colors.bold(`${cloud.name} cannot run this:`),
        ...refusals.flatMap(({ subject, reason, hint }) => [
          `  ${colors.red('✗')} ${subject}: ${reason}`,
          ...(hint ? [`      ${colors.cyan('hint')}: ${hint}`] : []),
        ]),
        '',
      ]

const painted = (action: ShownAction, text: string, colors: Colors): string =>
  ({ create: colors.green, update: colors.yellow, replace: colors.magenta, delete: colors.red })[action](text)
