import type { Context } from 'hono'
import { CloudError } from '../../../model/cloud-error.ts'
import { isAtLeast } from '../../../wire/openstack/microversion.ts'
import type { Role } from '../kernel/policy.ts'
import { requireRole } from '../kernel/policy.ts'
import type { ServiceApp, ServiceEnv, Site } from '../kernel/service.ts'
import { ComputeCall } from './compute-call.ts'

export interface RouteRule {
  /** The least role that may; `reader` when absent. */
  readonly role?: Role
  /** The action's name in Nova's policy, such as `os_compute_api:servers:create`. */
  readonly policy: string
  /** The microversion that brought it. */
  readonly since?: string
  /** The microversion that took it away again. */
  readonly until?: string
}

export type ComputeHandler = (call: ComputeCall) => Response | Promise<Response>

type Method = 'get' | 'post' | 'put' | 'delete'

/** Nova's versions, and their folders below `/compute`: v2 is the same API without microversions. */
export type ApiVersion = 'v2.1' | 'v2'

/** A project in the URL, as older catalogs have it (openstack/nova `nova/api/openstack/compute/routes.py`, `project_id`). */
const project = ':project{[0-9a-f]{32}|[0-9a-f-]{36}}'

/** Adds Nova's routes under each of its versions; the rule of each is kept before its handler runs. */
export class ComputeRoutes {
  readonly #app: ServiceApp
  readonly #site: Site
  readonly #versions: readonly ApiVersion[]

  constructor(app: ServiceApp, site: Site, versions: readonly ApiVersion[]) {
    this.#app = app
    this.#site = site
    this.#versions = versions
  }

  get(path: string, rule: RouteRule, handler: ComputeHandler): void {
    this.#add('get', path, rule, handler)
  }

  post(path: string, rule: RouteRule, handler: ComputeHandler): void {
    this.#add('post', path, rule, handler)
  }

  put(path: string, rule: RouteRule, handler: ComputeHandler): void {
    this.#add('put', path, rule, handler)
  }

  delete(path: string, rule: RouteRule, handler: ComputeHandler): void {
    this.#add('delete', path, rule, handler)
  }

  #add(method: Method, path: string, { role = 'reader', policy, since, until }: RouteRule, handler: ComputeHandler) {
    for (const version of this.#versions) {
      const answer = (context: Context<ServiceEnv>) => {
        if (version === 'v2') context.set('microversion', { major: 2, minor: 1 })
        const asked = context.get('microversion')
        if ((since !== undefined && !isAtLeast(asked, since)) || (until !== undefined && isAtLeast(asked, until)))
          throw new CloudError('not_found', 'The resource could not be found.')
        requireRole(context.get('authorization'), role, policy)
        return handler(new ComputeCall(context, `${this.#site.origin(context.req.raw)}/compute`, version))
      }
      this.#app[method](`/compute/${version}${path}`, answer)
      this.#app[method](`/compute/${version}/${project}${path}`, (context) => {
        const { projectId } = context.get('authorization')
        const named = context.req.param('project')
        if (named !== projectId)
          throw new CloudError(
            'invalid',
            `Malformed request URL: URL's project_id '${named}' doesn't match Context's project_id '${projectId}'`,
          )
        return answer(context)
      })
    }
  }
}
