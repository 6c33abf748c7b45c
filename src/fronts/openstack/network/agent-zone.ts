import type { NetworkContext } from './network-context.ts'

/** Where the agent would be that serves a network or a router, as `availability_zones` shows it: in one zone, of those that were hinted at if any were. */
export const agentZone = ({ knownZones }: NetworkContext, hints: readonly string[] = []): string[] => {
  const zones = knownZones.filter(({ name }) => hints.length === 0 || hints.includes(name))
  const zone = zones.find(({ available }) => available) ?? zones[0]
  return zone ? [zone.name] : []
}

/** For `prepare` of what shows it. Where the cloud cannot tell its zones now, none is shown, and the next request asks for them again. */
export const knowZones = async (context: NetworkContext): Promise<void> =>
  void (await context.networkZones().catch(() => undefined))
