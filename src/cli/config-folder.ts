import { isAbsolute, join } from 'node:path'
import type { World } from './world.ts'

/** Where what a user decides is kept: `$XDG_CONFIG_HOME/portolan`, else `~/.config/portolan`. */
export const configFolder = ({ env, home }: World): string => {
  const xdg = env.XDG_CONFIG_HOME
  return join(xdg && isAbsolute(xdg) ? xdg : join(home, '.config'), 'portolan')
}
