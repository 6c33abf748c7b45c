import { isAbsolute, join } from 'node:path'

/** What decides where configuration files are looked for. */
export interface ConfigPlace {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly home: string
  readonly platform: NodeJS.Platform
}

export type ConfigFileName = 'clouds' | 'secure' | 'clouds-public'

const extensions = ['.yaml', '.yml', '.json']

const overrides = { clouds: 'OS_CLIENT_CONFIG_FILE', secure: 'OS_CLIENT_SECURE_FILE' } as const

/**
 * The files that may hold that configuration, the first to be tried first.
 * Source: openstack/openstacksdk openstack/config/loader.py, `CONFIG_SEARCH_PATH`.
 */
export const configFileCandidates = (name: ConfigFileName, place: ConfigPlace): readonly string[] => {
  const files = configDirectories(place).flatMap((directory) =>
    extensions.map((extension) => join(directory, name + extension)),
  )
  const override = name === 'clouds-public' ? undefined : place.env[overrides[name]]
  return override ? [override, ...files] : files
}

const configDirectories = (place: ConfigPlace): readonly string[] => [
  place.cwd,
  userDirectory(place),
  // Inside a snap $HOME is the snap's own.
  join(place.env.SNAP_REAL_HOME || place.home, '.config', 'openstack'),
  siteDirectory(place),
  '/etc/openstack',
]

const userDirectory = ({ env, home, platform }: ConfigPlace): string => {
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'OpenStack', 'openstack')
  const xdg = env.XDG_CONFIG_HOME?.trim()
  if (xdg && isAbsolute(xdg)) return join(xdg, 'openstack')
  return platform === 'darwin'
    ? join(home, 'Library', 'Application Support', 'openstack')
    : join(home, '.config', 'openstack')
}

/** Several entries of XDG_CONFIG_DIRS become one path that exists nowhere: the SDK joins them with `:` (platformdirs, `multipath=True`). */
const siteDirectory = ({ env, platform }: ConfigPlace): string => {
  if (platform === 'win32') return join(env.PROGRAMDATA || 'C:\\ProgramData', 'OpenStack', 'openstack')
  const xdg = (env.XDG_CONFIG_DIRS ?? '').split(':').filter((directory) => isAbsolute(directory.trim()))
  if (xdg.length > 0) return xdg.map((directory) => join(directory.trim(), 'openstack')).join(':')
  return platform === 'darwin' ? '/Library/Application Support/openstack' : '/etc/xdg/openstack'
}
