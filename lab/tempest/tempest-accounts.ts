import { z } from 'zod'
import type { EmbeddedCloud } from '../../src/embedded/embedded-cloud.ts'
import type { CloudsYamlEntry } from '../../src/fronts/openstack/clouds-yaml-entry.ts'
import { collect } from '../../src/lib/async-iterable.ts'
import type { Random } from '../../src/lib/random.ts'
import { networks } from '../../src/openstack/network/networks.ts'
import { addRouterInterface, routers } from '../../src/openstack/network/routers.ts'
import { subnets } from '../../src/openstack/network/subnets.ts'
import { openCloudSession } from '../../src/openstack/session/open-cloud-session.ts'
import { resource } from '../../src/openstack/session/resource.ts'
import type { Session } from '../../src/openstack/session/session.ts'

/** A user without admin rights, with a project of their own in which one network has a way out. */
export interface TempestAccount {
  readonly userName: string
  readonly password: string
  readonly projectName: string
  readonly domainName: string
  /** The role that Tempest finds the account by. */
  readonly role: string
  readonly networkName: string
}

const named = z.looseObject({ id: z.string(), name: z.string() })
type Named = { readonly name: string }
const projects = resource<typeof named, Named & { domain_id: string }>({
  collection: 'projects',
  member: 'project',
  answer: named,
})
const users = resource<typeof named, Named & { domain_id: string; password: string; default_project_id: string }>({
  collection: 'users',
  member: 'user',
  answer: named,
})
const roles = resource<typeof named, Named>({ collection: 'roles', member: 'role', answer: named })
const domains = resource({ collection: 'domains', member: 'domain', answer: named })

/** The name of each project's network. */
export const tempestNetwork = 'tempest'
/** May change the quotas of other projects' accounts in the object store (openstack/swift `swift/common/middleware/keystoneauth.py`). */
export const resellerRole = 'ResellerAdmin'

/**
 * Makes accounts on the cloud, through its APIs, as its operator and as each of its new users would: so many with the role `member` alone, and so many that
 * are resellers too.
 */
export const makeTempestAccounts = async (
  cloud: EmbeddedCloud,
  count: { readonly members: number; readonly resellers: number },
  random: Random,
  call: { readonly signal: AbortSignal },
): Promise<readonly TempestAccount[]> => {
  await using admin = await openCloudSession({ values: { ...cloud.adminEntry }, signal: call.signal })
  const identity = await admin.session.need('identity', call)
  const [domain] = await collect(domains.list(identity, {}, call))
  if (!domain) throw new Error('the cloud has no domain')
  const known = new Map((await collect(roles.list(identity, {}, call))).map(({ name, id }) => [name, id]))
  const roleId = async (name: string): Promise<string> =>
    known.get(name) ?? (await roles.create(identity, { name }, call)).id
  const wanted = [
    ...Array.from({ length: count.members }, () => 'member'),
    ...Array.from({ length: count.resellers }, () => resellerRole),
  ]
  const accounts: TempestAccount[] = []
  for (const [index, role] of wanted.entries()) {
    const name = `tempest-${index + 1}`
    const password = Buffer.from(random.bytes(18)).toString('base64url')
    const project = await projects.create(identity, { name, domain_id: domain.id }, call)
    const user = await users.create(
      identity,
      { name, domain_id: domain.id, password, default_project_id: project.id },
      call,
    )
    for (const each of new Set(['member', role])) {
      const id = await roleId(each)
      known.set(each, id)
      await identity.request({
        method: 'PUT',
        path: `/projects/${project.id}/users/${user.id}/roles/${id}`,
        signal: call.signal,
      })
    }
    await using own = await openCloudSession({ values: { ...entryOf(cloud, name, password) }, signal: call.signal })
    await makeNetwork(own.session, index, call)
    accounts.push({
      userName: name,
      password,
      projectName: name,
      domainName: domain.name,
      role,
      networkName: tempestNetwork,
    })
  }
  return accounts
}

const entryOf = ({ entry }: EmbeddedCloud, name: string, password: string): CloudsYamlEntry => ({
  ...entry,
  auth: { ...entry.auth, username: name, project_name: name, password },
})

/** A network with one subnet behind a router to the outside: what servers are put on that name no network. */
const makeNetwork = async (session: Session, number: number, call: { readonly signal: AbortSignal }): Promise<void> => {
  const service = await session.need('network', call)
  const [external] = await collect(networks.list(service, { 'router:external': true }, call))
  if (!external) throw new Error('the cloud has no external network')
  const network = await networks.create(service, { name: tempestNetwork }, call)
  const subnet = await subnets.create(
    service,
    { name: tempestNetwork, network_id: network.id, ip_version: 4, cidr: `10.200.${number}.0/24` },
    call,
  )
  const router = await routers.create(
    service,
    { name: tempestNetwork, external_gateway_info: { network_id: external.id } },
    call,
  )
  await addRouterInterface(service, router.id, subnet.id, call)
}
