/**
 * Whether text for that stream is coloured: NO_COLOR says no, FORCE_COLOR and CLICOLOR_FORCE say yes, CLICOLOR=0 and TERM=dumb say no, and else only a
 * terminal is.
 */
export const colorWanted = (env: Readonly<Record<string, string | undefined>>, isTTY: boolean): boolean => {
  if (env.NO_COLOR) return false
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false'
  if (env.CLICOLOR_FORCE && env.CLICOLOR_FORCE !== '0') return true
  return isTTY && env.CLICOLOR !== '0' && env.TERM !== 'dumb'
}
