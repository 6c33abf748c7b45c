import { isAbsolute, join } from 'node:path'
import type { World } from './world.ts'

/** Where what must outlive a process is kept: `$XDG_STATE_HOME/portolan`, else `~/.local/state/portolan`. */
export const stateFolder = ({ env, home }: World): string => {
  const xdg = env.XDG_STATE_HOME
  return join(xdg && isAbsolute(xdg) ? xdg : join(home, '.local', 'state'), 'portolan')
}
