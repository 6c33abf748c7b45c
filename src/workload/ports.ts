/** A port that a guest listens on. */
export interface ListenPort {
  readonly port: number
  readonly protocol: 'tcp' | 'udp'
}

/** Reads `80`, `80/tcp` or `53/udp`; `undefined` for anything else and for ports outside 1 to 65535. */
export const parsePort = (written: string | number): ListenPort | undefined => {
  const match = /^(\d{1,5})(?:\/(tcp|udp))?$/.exec(String(written))
  const port = Number(match?.[1])
  if (!match || port < 1 || port > 65_535) return undefined
  return { port, protocol: match[2] === 'udp' ? 'udp' : 'tcp' }
}

/** The form that `parsePort` reads, with its protocol: `80/tcp`. */
export const formatPort = ({ port, protocol }: ListenPort): string => `${port}/${protocol}`
