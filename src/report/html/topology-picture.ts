import type { Topology, TopologyNode } from '../../challenge/round-topology.ts'
import { html, type Markup } from './markup.ts'
import {
  type Line,
  layOutTopology,
  type PlacedBand,
  type PlacedServer,
  type TopologyLayout,
} from './topology-layout.ts'
import { shortName } from './topology-words.ts'

type Box = TopologyLayout['volumes'][number]

/** A round's topology drawn: networks as bands, routers between them, servers hanging from them with their addresses and volumes. */
export const topologyPicture = (topology: Topology, anchor: string, round: string): Markup => {
  const layout = layOutTopology(topology)
  const { width, height } = layout
  return html`<div class="scroll picture" role="region" aria-label="Topology of ${round}" tabindex="0">
<svg class="topology" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${anchor}-picture">
<title id="${anchor}-picture">${summaryOf(layout)}</title>
${layout.lines.map(line)}
${layout.bands.map(band)}
${layout.lines.filter(({ kind }) => kind === 'plug').map(plug)}
${layout.routers.map(router)}
${layout.floatingIps.map(floatingIp)}
${layout.servers.map(server)}
${layout.volumes.map(volume)}
</svg></div>`
}

const summaryOf = ({ bands, routers, servers, volumes, floatingIps }: TopologyLayout): string => {
  const counts: ReadonlyArray<readonly [number, string]> = [
    [bands.length, 'network'],
    [routers.length, 'router'],
    [servers.length, 'server'],
    [volumes.length, 'volume'],
    [floatingIps.length, 'floating IP'],
  ]
  return counts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}${count === 1 ? '' : 's'}`)
    .join(', ')
}

const line = ({ x, from, to, kind }: Line): Markup =>
  html`<line class="line ${kind}" x1="${x}" x2="${x}" y1="${from}" y2="${to}"/>`

/** Where a server's line meets its network, and the address that it has there. */
const plug = ({ x, from, to, label }: Line, index: number, lines: readonly Line[]): Markup => {
  const nth = lines.slice(0, index).filter((other) => other.to === to && x - other.x > 0 && x - other.x < 60).length
  return html`<circle class="plug-dot" cx="${x}" cy="${from}" r="4"/>${label !== undefined && html`<text class="address" x="${x + 7}" y="${to - 6 - nth * 15}">${label}</text>`}`
}

const band = ({ node, x, y, width, height, cidrs }: PlacedBand): Markup => {
  const foreign = node.kind === 'cloud-network'
  return html`<g class="band ${foreign ? 'foreign' : 'own'}"><title>${node.name}</title><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${foreign ? 19 : 6}"/><text x="${x + 16}" y="${y + 24}"><tspan class="name">${fitted(shortName(node.name), 30)}</tspan><tspan class="more" dx="10">${foreign ? 'the cloud’s network' : cidrs.join(', ')}</tspan></text></g>`
}

const router = ({ node, x, y, width, height }: Box): Markup =>
  html`<g class="router"><title>router ${node.name}</title><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="15"/><path class="glyph" d="M${x + 12} ${y + 15}h14m-4-4l4 4l-4 4m-6 4v-16m-4 4l4-4l4 4"/><text x="${x + 36}" y="${y + 19}">${fitted(`router ${shortName(node.name)}`, 12)}</text></g>`

const floatingIp = ({ node, x, y, width, height }: Box): Markup =>
  html`<g class="floating-ip"><title>floating IP ${node.name}</title><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="11"/><text x="${x + width / 2}" y="${y + 15}" text-anchor="middle">⇅ ${node.addresses?.[0] ?? 'no address yet'}</text></g>`

const server = ({ node, x, y, width, height, groups }: PlacedServer): Markup => {
  const zone = node.zone === undefined ? undefined : `zone ${node.zone}`
  const facts = [...stateOf(node), node.flavor, node.image, zone].flatMap((fact) => fact ?? []).slice(0, 3)
  const guards = y + 46 + facts.length * 17
  return html`<g class="server ${unready(node)}"><title>server ${node.name}${node.id !== undefined && `, ${node.id}`}</title><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8"/><rect class="lid" x="${x + 10}" y="${y + 12}" width="16" height="14" rx="2"/><path class="glyph" d="M${x + 13} ${y + 16}h6M${x + 13} ${y + 22}h6M${x + 22} ${y + 16}h1M${x + 22} ${y + 22}h1"/><text class="name" x="${x + 34}" y="${y + 24}">${fitted(shortName(node.name), 17)}</text>${facts.map((fact, index) => html`<text class="fact" x="${x + 12}" y="${y + 46 + index * 17}">${fitted(fact, 21)}</text>`)}${groups.length > 0 && html`<path class="glyph" d="M${x + 13} ${guards - 9}l5-2l5 2v4c0 4-3 6-5 7c-2-1-5-3-5-7z"/><text class="fact" x="${x + 29}" y="${guards}">${fitted(groups.map(shortName).join(', '), 19)}</text>`}</g>`
}

const volume = ({ node, x, y, width, height }: Box): Markup => {
  const [right, middle, bottom] = [x + width, width / 2, y + height - 7]
  return html`<g class="volume ${unready(node)}"><title>volume ${node.name}</title><path d="M${x} ${y + 7}v${height - 14}a${middle} 7 0 0 0 ${width} 0V${y + 7}"/><ellipse cx="${x + middle}" cy="${y + 7}" rx="${middle}" ry="7"/><text class="fact strong" x="${x + middle}" y="${y + 27}" text-anchor="middle">${fitted(shortName(node.name), 20)}</text><text class="fact" x="${(x + right) / 2}" y="${bottom}" text-anchor="middle">${node.sizeGiB} GiB</text></g>`
}

const unready = ({ state }: TopologyNode): string => (state === 'ready' ? '' : 'unready')

const stateOf = ({ state }: TopologyNode): readonly string[] => (state === 'ready' ? [] : [`not ready (${state})`])

/** The text if it is no longer than so many characters, else its beginning: its whole is in the title. */
const fitted = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text)
