import type { CloudSources } from '../openstack/config/load-clouds.ts'
import type { World } from './world.ts'

/** Where this world's clouds are configured. */
export const cloudSources = ({ env, cwd, home, platform, files }: World): CloudSources => ({
  env,
  cwd,
  home,
  platform,
  readFile: files.read,
})
