import { type Entries, isMap, isScalar, type Traced, type TracedMap, textOf } from './traced.ts'

const domainKeys = [
  'domain_id',
  'domain_name',
  'user_domain_id',
  'user_domain_name',
  'project_domain_id',
  'project_domain_name',
]

/** Today's key of `auth`, then the spellings that stand for it, the strongest last. */
const authAliases = (authType: string | undefined): ReadonlyArray<readonly [string, readonly string[]]> => [
  ...domainKeys.map((key) => [key, [key, key.replaceAll('_', '-')]] as const),
  ['token', ['auth-token', 'auth_token', 'token']],
  ['passcode', ['passcode']],
  ...['id', 'name'].map((word) => {
    const project = [`project_${word}`, `project-${word}`]
    const tenant = [`tenant_${word}`, `tenant-${word}`]
    // Keystone v2 knows tenants alone.
    return authType === 'v2password'
      ? ([`tenant_${word}`, [...project, ...tenant]] as const)
      : ([`project_${word}`, [...tenant, ...project]] as const)
  }),
]

/**
 * Brings old and doubled spellings to today's: `tenant_*`, `auth_token`, `*endpoint_type`, `auth_plugin`, `*_timeout`. Among aliases of a
 * key of `auth`, a value outside `auth` beats the one inside, as it may come from an option or a variable.
 * Source: openstack/openstacksdk openstack/config/loader.py, the `_fix_backwards_*` functions.
 */
export const todaysKeys = (entries: Entries): Map<string, Traced> =>
  todaysInterfaces(todaysAuth(todaysAuthType(todaysTimeout(entries))))

const todaysTimeout = (entries: Entries): Map<string, Traced> => {
  const result = new Map<string, Traced>()
  let ofService: Traced | undefined
  for (const [key, value] of entries)
    if (key.endsWith('timeout') && key !== 'timeout' && key !== 'api_timeout') ofService = value
    else result.set(key, value)
  if (ofService) result.set('api_timeout', ofService)
  return result
}

/** An `auth_type` that someone wrote beats `auth_plugin`; the default one does not. */
const todaysAuthType = (entries: Entries): Map<string, Traced> => {
  const result = new Map(entries)
  const plugin = result.get('auth_plugin')
  result.delete('auth_plugin')
  if (plugin && result.get('auth_type')?.origin.kind === 'default') result.set('auth_type', plugin)
  return result
}

const todaysAuth = (entries: Entries): Map<string, Traced> => {
  const result = new Map(entries)
  const auth = new Map(authOf(entries).entries)
  for (const [target, spellings] of authAliases(textOf(entries.get('auth_type')))) {
    let winner: Traced | undefined
    for (const key of spellings)
      for (const place of [auth, result]) {
        winner = place.get(key) ?? winner
        place.delete(key)
      }
    const text = textOf(winner)
    if (winner && text) auth.set(target, { origin: winner.origin, scalar: text })
  }
  return result.set('auth', { ...authOf(entries), entries: auth })
}

const todaysInterfaces = (entries: Entries): Map<string, Traced> =>
  new Map([...entries].map(([key, value]) => [key.replace(/endpoint_type$/, 'interface'), value]))

/**
 * Someone who names one domain means it for the user and for the project, when there is a project.
 * Source: the same file, `_handle_domain_id`.
 */
export const domainsFilled = (entries: Entries): Map<string, Traced> => {
  const result = new Map(entries)
  const auth = new Map(authOf(entries).entries)
  const scoped = ['project_id', 'project_name'].some((key) => result.has(key) || auth.has(key))
  for (const word of ['id', 'name']) {
    const key = `domain_${word}`
    const domain = auth.get(key)
    if (!scoped) continue
    for (const filled of [`user_${key}`, `project_${key}`]) if (domain && !auth.has(filled)) auth.set(filled, domain)
    auth.delete(key)
    result.delete(key)
  }
  return result.set('auth', { ...authOf(entries), entries: auth })
}

/** The section `auth`, empty when there is none. */
export const authOf = (entries: Entries): TracedMap => {
  const auth = entries.get('auth')
  if (isMap(auth)) return auth
  return { origin: isScalar(auth) ? auth.origin : { kind: 'default' }, entries: new Map() }
}
