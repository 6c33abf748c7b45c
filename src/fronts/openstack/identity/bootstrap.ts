import type { Front } from '../kernel/front.ts'
import type { Identity } from './identity.ts'

/** The users that a new cloud starts with. Passwords are the operator's to choose. */
export interface Bootstrap {
  readonly adminPassword: string
  /** A project with a member of its own and the passwords of both personas. */
  readonly demo: { readonly projectName: string; readonly userName: string; readonly password: string }
}

/** Identifiers that every start finds again: hex without dashes, as Keystone writes its own. */
const projectNames = { admin: 'admin', service: 'service' }

/**
 * Makes the default domain, the roles, the `admin` user and project, and one project with a member, unless the store has them; the passwords given hold
 * in any case. Gives the ids of the administrator's own project and of the member's.
 */
export const bootstrap = async (
  front: Front,
  identity: Identity,
  { adminPassword, demo }: Bootstrap,
): Promise<{ readonly operator: string; readonly member: string }> => {
  const named = (wanted: string) => [...identity.projects].find(({ name }) => name === wanted)?.id
  const [operator, existing] = [named(projectNames.admin), named(demo.projectName)]
  if (operator !== undefined && existing !== undefined) {
    await keepPassword(identity, 'admin', adminPassword)
    await keepPassword(identity, demo.userName, demo.password)
    return { operator, member: existing }
  }
  const { domain } = front.profile
  const newId = () => front.newId().replaceAll('-', '')
  identity.domains.put({ ...domain, description: 'The default domain', enabled: true })
  const roles = Object.fromEntries(
    ['admin', 'manager', 'member', 'reader', 'service'].map((name) => {
      const role = { id: newId(), name, description: '' }
      identity.roles.put(role)
      return [name, role.id]
    }),
  )
  const project = (name: string) => {
    const record = {
      id: newId(),
      name,
      domainId: domain.id,
      description: '',
      enabled: true,
      parentId: domain.id,
      tags: [],
    }
    identity.projects.put(record)
    return record.id
  }
  const user = async (name: string, password: string, defaultProjectId: string) => {
    const record = { id: newId(), name, domainId: domain.id, description: '', enabled: true, defaultProjectId }
    await identity.setPassword(record, password)
    return record.id
  }
  const adminProject = project(projectNames.admin)
  project(projectNames.service)
  const demoProject = project(demo.projectName)
  const admin = await user('admin', adminPassword, adminProject)
  const member = await user(demo.userName, demo.password, demoProject)
  identity.grant(admin, roles.admin ?? '', { kind: 'project', id: adminProject })
  identity.grant(admin, roles.admin ?? '', { kind: 'project', id: demoProject })
  identity.grant(admin, roles.admin ?? '', { kind: 'domain', id: domain.id })
  identity.grant(member, roles.member ?? '', { kind: 'project', id: demoProject })
  return { operator: adminProject, member: demoProject }
}

const keepPassword = async (identity: Identity, name: string, password: string): Promise<void> => {
  const [user] = [...identity.users.by('name', name)]
  if (!user || (await identity.verifySecret(password, user.passwordHash))) return
  await identity.setPassword(user, password)
  identity.endTokens(user.id)
}
