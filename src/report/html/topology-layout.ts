import type { Topology, TopologyNode } from '../../challenge/round-topology.ts'

interface Box {
  readonly node: TopologyNode
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface PlacedBand extends Box {
  readonly cidrs: readonly string[]
}

export interface PlacedServer extends Box {
  readonly groups: readonly string[]
}

/** A vertical line between two things, or from a server up to the band that it is plugged into. */
export interface Line {
  readonly x: number
  readonly from: number
  readonly to: number
  readonly kind: 'plug' | 'floating' | 'routed' | 'disk'
  readonly label?: string
}

/** Where everything in the picture of a topology stands, in pixels. */
export interface TopologyLayout {
  readonly width: number
  readonly height: number
  readonly bands: readonly PlacedBand[]
  readonly routers: readonly Box[]
  readonly floatingIps: readonly Box[]
  readonly servers: readonly PlacedServer[]
  readonly volumes: readonly Box[]
  readonly lines: readonly Line[]
}

const column = 200
const cardWidth = 182
const bandHeight = 38
const routerWidth = 116
const cardHeight = 108
const margin = 12

/** What hangs in one column: a server with what leads to it and what is attached to it, or something that nothing uses. */
interface Column {
  readonly server?: TopologyNode
  readonly floatingIps: readonly TopologyNode[]
  readonly volumes: readonly TopologyNode[]
}

/**
 * Networks are bands one below the other, the cloud's own first; routers stand between them on the left, each server in a column of its own under the
 * bands, its floating IPs above it and its volumes below it.
 */
export const layOutTopology = ({ nodes, edges }: Topology): TopologyLayout => {
  const all = (kind: TopologyNode['kind']) => nodes.filter((node) => node.kind === kind)
  const from = (key: string, kind: string) => edges.filter((edge) => edge.from === key && edge.kind === kind)
  const to = (key: string, kind: string) => edges.filter((edge) => edge.to === key && edge.kind === kind)
  const byKey = new Map(nodes.map((node) => [node.key, node]))
  const present = (keys: readonly string[]) => keys.flatMap((key) => byKey.get(key) ?? [])
  const networkOf = (key: string) => to(key, 'has')[0]?.from ?? key

  const columns: readonly Column[] = [
    ...all('server')
      .map((server) => ({
        server,
        floatingIps: present(to(server.key, 'leads').map((edge) => edge.from)),
        volumes: present(to(server.key, 'attached').map((edge) => edge.from)),
      }))
      .sort(
        (one, other) =>
          Number(other.floatingIps.length > 0) - Number(one.floatingIps.length > 0) ||
          one.server.name.localeCompare(other.server.name, 'en', { numeric: true }),
      ),
    ...all('floating-ip')
      .filter(({ key }) => from(key, 'leads').length === 0)
      .map((node) => ({ floatingIps: [node], volumes: [] })),
    ...all('volume')
      .filter(({ key }) => from(key, 'attached').length === 0)
      .map((node) => ({ floatingIps: [], volumes: [node] })),
  ]
  const routers = all('router')
  const gutter = routers.length * (routerWidth + 12)
  const names = [...all('cloud-network'), ...all('network')]
  const width = Math.max(margin * 2 + gutter + Math.max(1, columns.length) * column, 420)
  const between = routers.length > 0 || columns.some(({ floatingIps }) => floatingIps.length > 0)
  const floatingRows = Math.max(1, ...columns.map(({ floatingIps }) => floatingIps.length))

  let y = margin
  const bands = names.map((node, index): PlacedBand => {
    const band = { node, x: margin, y, width: width - margin * 2, height: bandHeight, cidrs: cidrsOf(node.key) }
    const lastOfCloud = node.kind === 'cloud-network' && names[index + 1]?.kind !== 'cloud-network'
    y += bandHeight + (lastOfCloud && between ? 44 + floatingRows * 26 : 12)
    return band
  })
  function cidrsOf(key: string): readonly string[] {
    return present(from(key, 'has').map((edge) => edge.to)).flatMap(({ cidr }) => cidr ?? [])
  }
  const bandOf = new Map(bands.map((band) => [band.node.key, band]))
  const cloudBand = bands.findLast(({ node }) => node.kind === 'cloud-network')
  const below = cloudBand ? cloudBand.y + bandHeight : margin
  const mostPlugs = Math.max(1, ...all('server').map(({ key }) => from(key, 'plugged').length))
  const serversY = y + 8 + mostPlugs * 15
  const hasServers = all('server').length > 0
  const volumesY = hasServers ? serversY + cardHeight + 26 : serversY
  const lines: Line[] = []

  const placedRouters = routers.map((node, index): Box => {
    const box = { node, x: margin + 8 + index * (routerWidth + 12), y: below + 22, width: routerWidth, height: 30 }
    const x = box.x + routerWidth / 2
    for (const { to: key } of from(node.key, 'gateway'))
      lines.push({ x, from: (bandOf.get(key)?.y ?? 0) + bandHeight, to: box.y, kind: 'routed' })
    for (const key of new Set(from(node.key, 'routes').map((edge) => networkOf(edge.to)))) {
      const band = bandOf.get(key)
      if (band) lines.push({ x, from: box.y + box.height, to: band.y, kind: 'routed' })
    }
    return box
  })

  const floatingIps: Box[] = []
  const servers: PlacedServer[] = []
  const volumes: Box[] = []
  for (const [index, { server, floatingIps: above, volumes: disks }] of columns.entries()) {
    const x = margin + gutter + index * column + (column - cardWidth) / 2
    for (const [row, node] of above.entries()) {
      const box = { node, x: x + 14, y: below + 24 + row * 26, width: cardWidth - 28, height: 22 }
      floatingIps.push(box)
      if (row === 0) lines.push({ x: x + cardWidth - 22, from: below, to: server ? serversY : box.y, kind: 'floating' })
    }
    if (server) {
      const plugs = from(server.key, 'plugged')
      for (const [nth, { to: key, address }] of plugs.entries()) {
        const band = bandOf.get(networkOf(key))
        const at = x + 18 + nth * 12
        if (band)
          lines.push({
            x: at,
            from: band.y + bandHeight,
            to: serversY,
            kind: 'plug',
            ...(address === undefined ? {} : { label: address }),
          })
      }
      const groups = present(from(server.key, 'guarded').map((edge) => edge.to)).map(({ name }) => name)
      servers.push({ node: server, x, y: serversY, width: cardWidth, height: cardHeight, groups })
    }
    for (const [row, node] of disks.entries()) {
      const box = { node, x: x + 12, y: volumesY + row * 60, width: cardWidth - 24, height: 48 }
      volumes.push(box)
      const top = row === 0 ? serversY + cardHeight : box.y - 12
      if (server) lines.push({ x: x + cardWidth / 2, from: top, to: box.y, kind: 'disk' })
    }
  }
  const bottom = [...bands, ...placedRouters, ...floatingIps, ...servers, ...volumes].map((box) => box.y + box.height)
  return {
    width,
    height: Math.max(...bottom, 0) + margin,
    bands,
    routers: placedRouters,
    floatingIps,
    servers,
    volumes,
    lines,
  }
}
