import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { CloudsYamlEntry } from '../../src/fronts/openstack/clouds-yaml-entry.ts'
import { openAdminApi } from './admin-api.ts'
import { labApis } from './lab-addresses.ts'
import { labFolders } from './lab-folders.ts'
import { labSecrets } from './lab-secrets.ts'

/** A project of its own in the running lab, with one user, who is a member. */
export interface LabProject extends AsyncDisposable {
  /** Its entry in a clouds.yaml. */
  readonly entry: CloudsYamlEntry
}

const made = z.object({ id: z.string() })

/** Limits of a project, by their names in the services' APIs; -1 is none. What is not named is as the services have it. */
export interface LabQuotas {
  readonly nova?: { readonly instances: number; readonly cores: number; readonly ram: number }
  readonly neutron?: { readonly security_group: number }
}

/** Makes a project and its user in the lab; they are deleted with the object. */
export const openLabProject = async (quotas: LabQuotas = {}): Promise<LabProject> => {
  const { admin } = await labSecrets(labFolders)
  const api = await openAdminApi(admin)
  const name = `test-${randomBytes(4).toString('hex')}`
  const password = randomBytes(16).toString('hex')
  const post = (kind: 'project' | 'user', body: object) =>
    api('keystone', `/v3/${kind}s`, { method: 'POST', body: { [kind]: { domain_id: 'default', ...body } } })
  const { project } = z.object({ project: made }).parse(await post('project', { name }))
  const { user } = z.object({ user: made }).parse(await post('user', { name, password }))
  const { roles } = z.object({ roles: z.array(made) }).parse(await api('keystone', '/v3/roles?name=member'))
  const granted = `/v3/projects/${project.id}/users/${user.id}/roles/${roles[0]?.id}`
  await api('keystone', granted, { method: 'PUT' })
  if (quotas.neutron)
    await api('neutron', `/v2.0/quotas/${project.id}`, { method: 'PUT', body: { quota: quotas.neutron } })
  if (quotas.nova)
    await api('nova', `/os-quota-sets/${project.id}`, { method: 'PUT', body: { quota_set: quotas.nova } })
  return {
    entry: {
      auth: {
        auth_url: `${labApis.keystone.url}/v3`,
        username: name,
        password,
        project_name: name,
        user_domain_name: 'Default',
        project_domain_name: 'Default',
      },
      region_name: 'RegionOne',
      identity_api_version: '3',
    },
    async [Symbol.asyncDispose]() {
      const groups = z.object({ security_groups: z.array(made) })
      const listed = await api('neutron', `/v2.0/security-groups?project_id=${project.id}`)
      // One that is in use by what was left behind stays.
      for (const { id } of groups.parse(listed).security_groups)
        await api('neutron', `/v2.0/security-groups/${id}`, { method: 'DELETE' }).catch(() => undefined)
      if (quotas.neutron) await api('neutron', `/v2.0/quotas/${project.id}`, { method: 'DELETE' })
      if (quotas.nova) await api('nova', `/os-quota-sets/${project.id}`, { method: 'DELETE' })
      await api('keystone', `/v3/users/${user.id}`, { method: 'DELETE' })
      await api('keystone', `/v3/projects/${project.id}`, { method: 'DELETE' })
    },
  }
}
