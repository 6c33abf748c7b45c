import type { Change, WatchedKind } from '../../../cloud/change.ts'

/** The record of one of the driver's resources, by the driver's id. */
type Find = (kind: WatchedKind, nativeId: string) => { readonly projectId?: string } | undefined

/**
 * The project of a resource that nobody asked this front for: what came along with a server, a network or a volume belongs to whom that belongs to, the
 * cloud's own to nobody, and all else to the project that adopts.
 */
export const ownerOf = (find: Find, change: Change, adoptInto: string): string | undefined => {
  const through = (kind: WatchedKind, nativeId: string | undefined) =>
    nativeId === undefined ? undefined : find(kind, nativeId)?.projectId
  switch (change.kind) {
    case 'flavor':
      return undefined
    case 'image':
      return change.resource?.public ? undefined : adoptInto
    case 'network':
      return change.resource?.external || change.resource?.shared ? undefined : adoptInto
    case 'subnet': {
      const network = find('network', change.resource?.networkId ?? '')
      return network ? network.projectId : adoptInto
    }
    case 'port':
      return through('server', change.resource?.serverId) ?? through('network', change.resource?.networkId) ?? adoptInto
    case 'attachment':
      return through('server', change.resource?.serverId) ?? adoptInto
    case 'volume':
      return through('server', change.resource?.attachments[0]?.serverId) ?? adoptInto
    case 'snapshot':
      return through('volume', change.resource?.volumeId) ?? adoptInto
    default:
      return adoptInto
  }
}
