/**
 * A host name for a server whose own name makes none that every Neutron takes: letters, digits and hyphens of ASCII alone. `undefined` for names that Nova
 * turns into one itself. Nova keeps letters of Latin-1 (openstack/nova `nova/utils.py`, `sanitize_hostname`), and Neutron's `dns` extension refuses them as a
 * port's `dns_name`: the server goes to `ERROR`.
 */
export const hostNameFor = (name: string): string | undefined => {
  if (isAscii(name)) return undefined
  const label = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[ _.]+/g, '-')
    .replace(/[^a-z0-9-]/g, '')
    .replace(/-{2,}/g, '-')
    .replace(/^-+/, '')
    .slice(0, 63)
    .replace(/-+$/, '')
  return label === '' ? 'server' : label
}

const isAscii = (text: string): boolean => Buffer.byteLength(text, 'utf8') === text.length
