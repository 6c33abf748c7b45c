import { type Traced, type TracedMap, traced } from './traced.ts'

const selectors: ReadonlySet<string> = new Set([
  'OS_CLOUD',
  'OS_REGION_NAME',
  'OS_CLIENT_CONFIG_FILE',
  'OS_CLIENT_SECURE_FILE',
  'OS_CLOUD_NAME',
])
/** Variables of OpenStack's own test tools. */
const ignoredPrefixes = ['OS_TEST', 'OS_STD', 'OS_LOG']

/**
 * The cloud that the `OS_*` variables describe: keys are the names without `OS_`, in lower case. `undefined` when every one that is set
 * only selects. Source: openstack/openstacksdk openstack/config/loader.py, `_get_os_environ`.
 */
export const environmentCloud = (env: Readonly<Record<string, string | undefined>>): TracedMap | undefined => {
  const names = Object.keys(env).filter(
    (name) =>
      name.startsWith('OS_') && env[name] !== undefined && !ignoredPrefixes.some((prefix) => name.startsWith(prefix)),
  )
  if (names.every((name) => selectors.has(name))) return undefined
  const entries = new Map<string, Traced>()
  // OS_CLOUD chooses among clouds; as a key it would be the old word for a vendor profile.
  for (const name of names)
    if (name !== 'OS_CLOUD') entries.set(name.slice(3).toLowerCase(), traced(env[name], { kind: 'variable', name }))
  return { origin: { kind: 'variable', name: 'OS_*' }, entries }
}
