import { CloudError } from '../../model/cloud-error.ts'
import { authOf } from './aliases.ts'
import { type Entries, isScalar, plain, type Traced } from './traced.ts'

/**
 * Replaces `{key}` by the top-level setting of that name; `{{` and `}}` stand for braces. Throws `invalid` for an unknown key.
 * Source: Python's `str.format`, which openstack/openstacksdk openstack/config/loader.py applies.
 */
const expandTemplate = (template: string, settings: Entries, where: string): string =>
  template.replace(/\{\{|\}\}|\{([^{}]*)\}/g, (match, key: string | undefined) => {
    if (match === '{{') return '{'
    if (match === '}}') return '}'
    const value = settings.get(key ?? '')
    if (!value) throw new CloudError('invalid', `${where} refers to {${key}}, which is not set`)
    const text = plain(value)
    return typeof text === 'string' ? text : JSON.stringify(text)
  })

export const authUrlExpanded = (entries: Entries): Map<string, Traced> => {
  const auth = authOf(entries)
  const url = auth.entries.get('auth_url')
  if (!isScalar(url) || typeof url.scalar !== 'string') return new Map(entries)
  const scalar = expandTemplate(url.scalar, entries, 'auth.auth_url')
  return new Map(entries).set('auth', { ...auth, entries: new Map(auth.entries).set('auth_url', { ...url, scalar }) })
}

/** Expands every top-level text but the password, which may hold braces of its own. */
export const settingsExpanded = (entries: Entries): Map<string, Traced> => {
  const expanded = new Map(entries)
  for (const [key, value] of entries)
    if (key !== 'password' && isScalar(value) && typeof value.scalar === 'string')
      expanded.set(key, { ...value, scalar: expandTemplate(value.scalar, expanded, key) })
  return expanded
}
