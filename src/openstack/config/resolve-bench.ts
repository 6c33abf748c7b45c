import { type CloudRequest, type ResolvedCloud, resolveCloud } from './resolve-cloud.ts'

/** Texts by name; `EACCES` for a file that may not be read. */
export type Files = Record<string, string>
export type Env = Record<string, string>

/** Resolves over files that are named from the current directory, or absolutely: for tests. Nothing may be fetched. */
export const resolve = (files: Files, request: Partial<CloudRequest> & { env?: Env } = {}): Promise<ResolvedCloud> =>
  resolveCloud({
    env: {},
    cwd: '/cwd',
    home: '/home/ada',
    platform: 'linux',
    readFile: async (path) => {
      const text = files[path] ?? (path.startsWith('/cwd/') ? files[path.slice(5)] : undefined)
      if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
      if (text === 'EACCES') throw Object.assign(new Error('permission denied'), { code: 'EACCES' })
      return text
    },
    fetch: () => Promise.reject(new Error('nothing may be fetched here')),
    ...request,
  })

/** What a cloud needs to log in, as a value of YAML. */
export const auth = '{auth_url: "https://k.example/v3", username: ada, password: s3cret, project_name: engine}'
/** A clouds.yaml with the cloud `lab`, and `more` in it. */
export const one = (more = '', top = ''): Files => ({
  'clouds.yaml': `clouds:\n  lab:\n    auth: ${auth}\n${more ? `    ${more}\n` : ''}${top}`,
})
/** The same with `text` as all of `lab`. */
export const entry = (text: string): Files => ({ 'clouds.yaml': `clouds: {lab: ${text}}` })
/** A clouds.yaml in the home, with a cloud of that name. */
export const home = (name: string) => ({
  '/home/ada/.config/openstack/clouds.yaml': `clouds: {${name}: {auth: ${auth}}}`,
})
