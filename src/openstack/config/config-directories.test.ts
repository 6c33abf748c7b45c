import { expect, test } from 'vitest'
import { type ConfigPlace, configFileCandidates } from './config-directories.ts'

const place = (env: Record<string, string> = {}, platform: NodeJS.Platform = 'linux'): ConfigPlace => ({
  env,
  cwd: '/work-dir',
  home: '/home/ada',
  platform,
})
const directories = (where: ConfigPlace) =>
  configFileCandidates('clouds', where)
    .filter((path) => path.endsWith('clouds.yaml'))
    .map((path) => path.slice(0, -'/clouds.yaml'.length))

test('looks in the current directory, the user’s, the XDG site’s and /etc/openstack, in that order', () => {
  expect(directories(place())).toEqual([
    '/work-dir',
    '/home/ada/.config/openstack',
    '/home/ada/.config/openstack',
    '/etc/xdg/openstack',
    '/etc/openstack',
  ])
})

test('in each directory it tries .yaml, then .yml, then .json', () => {
  expect(configFileCandidates('secure', place()).slice(0, 3)).toEqual([
    '/work-dir/secure.yaml',
    '/work-dir/secure.yml',
    '/work-dir/secure.json',
  ])
})

test.each([
  ['XDG_CONFIG_HOME moves the user’s directory', place({ XDG_CONFIG_HOME: '/xdg' }), 1, '/xdg/openstack'],
  ['a relative XDG_CONFIG_HOME is ignored', place({ XDG_CONFIG_HOME: 'xdg' }), 1, '/home/ada/.config/openstack'],
  ['~/.config stays in the list', place({ XDG_CONFIG_HOME: '/xdg' }), 2, '/home/ada/.config/openstack'],
  ['a snap looks in the real home', place({ SNAP_REAL_HOME: '/home/real' }), 2, '/home/real/.config/openstack'],
  ['XDG_CONFIG_DIRS moves the site directory', place({ XDG_CONFIG_DIRS: '/site' }), 3, '/site/openstack'],
  [
    'several XDG_CONFIG_DIRS are joined into one path, as the SDK does',
    place({ XDG_CONFIG_DIRS: '/a:/b' }),
    3,
    '/a/openstack:/b/openstack',
  ],
  ['macOS has its own user directory', place({}, 'darwin'), 1, '/home/ada/Library/Application Support/openstack'],
])('%s', (_, where, index, expected) => {
  expect(directories(where)[index]).toBe(expected)
})

test.each([
  ['clouds', 'OS_CLIENT_CONFIG_FILE'],
  ['secure', 'OS_CLIENT_SECURE_FILE'],
] as const)('%s files: %s is put in front of the list', (name, variable) => {
  const files = configFileCandidates(name, place({ [variable]: '/mine.yaml' }))
  expect(files[0]).toBe('/mine.yaml')
  expect(files[1]).toBe(`/work-dir/${name}.yaml`)
})

test('clouds-public files have no variable', () => {
  const env = { OS_CLIENT_CONFIG_FILE: '/mine.yaml', OS_CLIENT_SECURE_FILE: '/mine.yaml' }
  expect(configFileCandidates('clouds-public', place(env))[0]).toBe('/work-dir/clouds-public.yaml')
})
