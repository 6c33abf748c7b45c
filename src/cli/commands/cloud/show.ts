import { z } from 'zod'
import { describeOrigin } from '../../../openstack/config/origin.ts'
import { redact } from '../../../openstack/config/redact.ts'
import { resolveCloud } from '../../../openstack/config/resolve-cloud.ts'
import type { ConfigValue } from '../../../openstack/config/traced.ts'
import { cloudSources } from '../../cloud-sources.ts'
import { command } from '../../command.ts'
import { exitCode } from '../../exit-code.ts'
import { diagnosticText } from '../../render/diagnostic-text.ts'
import { printList } from '../../render/print-list.ts'

const input = z.object({
  name: z.string().optional(),
  region: z.string().optional(),
  explain: z.boolean().default(false),
})

/** `portolan cloud show NAME --explain` */
export const cloudShowCommand = command(input, async (context, { name, region, explain }) => {
  const { world } = context
  const cloud = await resolveCloud({
    ...cloudSources(world),
    fetch: world.fetch,
    signal: context.drain,
    ...(name ? { name } : {}),
    ...(region ? { region } : {}),
  })
  for (const warning of cloud.warnings) context.say(diagnosticText(warning, {}, context.messageColors))
  const written = [...cloud.provenance.values()].some(({ kind }) => kind !== 'default')
  if (!written) context.say('No clouds are configured; these are the defaults of every cloud.')
  const items = [...cloud.provenance]
    .map(([path, origin]) => ({ path, value: redact(path, valueAt(cloud.config, path)), from: describeOrigin(origin) }))
    .filter(({ value }) => value !== null && value !== '')
  await printList(context, {
    items,
    name: ({ path }) => path,
    columns: [
      { title: 'setting', value: ({ path }) => path },
      { title: 'value', value: ({ value }) => (typeof value === 'string' ? value : JSON.stringify(value)) },
      ...(explain || context.output === 'wide' ? [{ title: 'from', value: ({ from }: { from: string }) => from }] : []),
    ],
    document: explain
      ? { name: cloud.name, region: cloud.region, settings: items }
      : { name: cloud.name, region: cloud.region, config: redact('', cloud.config) },
  })
  return exitCode.done
})

const valueAt = (config: Readonly<Record<string, ConfigValue>>, path: string): ConfigValue => {
  // A key may itself hold dots, so the longest that fits is taken.
  let at: ConfigValue = config
  let rest = path
  while (rest && typeof at === 'object' && at !== null && !Array.isArray(at)) {
    const inside = at as Readonly<Record<string, ConfigValue>>
    const key = Object.keys(inside).find((name) => rest === name || rest.startsWith(`${name}.`))
    if (key === undefined) return null
    at = inside[key] ?? null
    rest = rest.slice(key.length + 1)
  }
  return at
}
