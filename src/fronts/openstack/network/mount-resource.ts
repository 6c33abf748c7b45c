import type { ZodObject } from 'zod'
import { jsonText } from '../kernel/json-text.ts'
import { projectOf, requireRole } from '../kernel/policy.ts'
import type { Authorization, ServiceApp, Site } from '../kernel/service.ts'
import { filtersOf, inOrder, pageOfViews } from './list-query.ts'
import { httpBadRequest, neutronError, policyForbids } from './neutron-error.ts'
import { checkAttributes, readBody, unwrapped } from './read-body.ts'
import type { Resource, View } from './resource.ts'

export interface MountOptions {
  /** Where the service's API begins, such as `/network/v2.0`. */
  readonly base: string
  readonly site: Site
  /** The most items of one page. */
  readonly pageLimit: number
}

/** Adds list, show, create (also in bulk), update and delete of one resource, as far as it has them. */
export const mountResource = (app: ServiceApp, resource: Resource, { base, site, pageLimit }: MountOptions): void => {
  const { name, collection, missing } = resource
  const path = `${base}/${resource.path}`

  app.get(path, async (context) => {
    const authorization = context.get('authorization')
    await resource.prepare?.(authorization)
    const url = new URL(context.req.url)
    const query = url.searchParams
    const tests = filtersOf(query, resource)
    const seen = resource
      .views()
      .filter(
        (view) => maySee(resource, authorization, view) && tests.every((test) => test(shownValue(view, authorization))),
      )
    const { views, links } = pageOfViews(
      inOrder(seen, query, resource),
      query,
      `${site.origin(context.req.raw)}${path}`,
      { missing, atMost: pageLimit },
    )
    const fields = query.getAll('fields')
    const items = views.map((view) => jsonOf(view, authorization, fields)).join(',')
    const more = links.length > 0 ? `,"${collection}_links":${JSON.stringify(links)}` : ''
    return jsonText(context, `{"${collection}":[${items}]${more}}`)
  })

  app.get(`${path}/:id`, async (context) => {
    const authorization = context.get('authorization')
    await resource.prepare?.(authorization)
    const view = visible(resource, context.req.param('id'), authorization)
    const fields = new URL(context.req.url).searchParams.getAll('fields')
    return jsonText(context, `{"${name}":${jsonOf(view, authorization, fields)}}`)
  })

  const { create, update } = resource
  if (create)
    app.post(path, async (context) => {
      const authorization = context.get('authorization')
      mayWrite(authorization, `create_${name}`)
      await resource.prepare?.(authorization)
      const body = await readBody(context)
      const one = async (value: unknown): Promise<View> => {
        const id = await create.run(value as never, ownerOf(value, authorization), authorization)
        const view = resource.view(id)
        if (view) return resource.answer?.(view, undefined) ?? view
        throw missing(id)
      }
      const check = (value: unknown) =>
        checkAttributes(create.schema, value, { known: resource.attributes, creating: true })
      if (typeof body === 'object' && body !== null && collection in body) {
        const bodies = (body as Record<string, unknown>)[collection]
        if (!Array.isArray(bodies) || bodies.length === 0) throw httpBadRequest('Resources required')
        const views = await all(
          resource,
          bodies.map((item) => check(unwrappedInBulk(item, name))),
          one,
          authorization,
        )
        const items = views.map((view) => jsonOf(view, authorization, [])).join(',')
        return jsonText(context, `{"${collection}":[${items}]}`, 201)
      }
      const view = await one(check(unwrapped(body, name)))
      return jsonText(context, `{"${name}":${jsonOf(view, authorization, [])}}`, 201)
    })

  if (update)
    app.put(`${path}/:id`, async (context) => {
      const authorization = context.get('authorization')
      await resource.prepare?.(authorization)
      const view = changeable(resource, context.req.param('id'), authorization, 'update')
      requireRevision(context.req.raw.headers, view)
      const body = checkAttributes(update.schema as ZodObject, unwrapped(await readBody(context), name), {
        known: resource.attributes,
        creating: false,
      })
      await update.run(view.id, body as never, authorization, view)
      const now = resource.view(view.id) ?? view
      return jsonText(context, `{"${name}":${jsonOf(resource.answer?.(now, view) ?? now, authorization, [])}}`)
    })

  if (resource.delete)
    app.delete(`${path}/:id`, async (context) => {
      const authorization = context.get('authorization')
      await resource.prepare?.(authorization)
      const view = changeable(resource, context.req.param('id'), authorization, 'delete')
      requireRevision(context.req.raw.headers, view)
      await resource.delete?.(view.id, authorization, view)
      return context.body(null, 204)
    })
}

/** The resource, when the caller may know of it. Throws the resource's own 404 otherwise. */
export const visible = (resource: Resource, id: string, authorization: Authorization): View => {
  const view = resource.view(id)
  if (view && maySee(resource, authorization, view)) return view
  throw resource.missing(id)
}

/** The resource, when the caller may change it. Throws 404 for those who may not see it and 403 for those who may only see it. */
export const changeable = (
  resource: Resource,
  id: string,
  authorization: Authorization,
  action: 'update' | 'delete',
): View => {
  const view = visible(resource, id, authorization)
  mayWrite(authorization, `${action}_${resource.name}`)
  if (authorization.isAdmin || (view.projectId !== undefined && view.projectId === authorization.projectId)) return view
  throw policyForbids(`${action}_${resource.name}`)
}

/** Throws 403 unless the caller is a member, naming the rule as Neutron's policy does. */
const mayWrite = (authorization: Authorization, rule: string): void => {
  try {
    requireRole(authorization, 'member', rule)
  } catch {
    throw policyForbids(rule)
  }
}

const maySee = (resource: Resource, authorization: Authorization, view: View): boolean =>
  authorization.isAdmin ||
  (view.projectId !== undefined && view.projectId === authorization.projectId) ||
  (resource.maySee ? resource.maySee(authorization, view) : view.everyones)

const shownValue = (view: View, { isAdmin }: Authorization): Readonly<Record<string, unknown>> =>
  isAdmin && view.adminValue ? { ...view.value, ...view.adminValue } : view.value

/** A view never changes, so neither does its JSON. */
const texts = new WeakMap<View, string>()

const jsonOf = (view: View, authorization: Authorization, fields: readonly string[]): string => {
  if (fields.length > 0) {
    const value = shownValue(view, authorization)
    return JSON.stringify(
      Object.fromEntries(fields.filter((field) => field in value).map((field) => [field, value[field]])),
    )
  }
  if (authorization.isAdmin && view.adminValue) return JSON.stringify(shownValue(view, authorization))
  const known = texts.get(view)
  if (known !== undefined) return known
  const text = JSON.stringify(view.value)
  texts.set(view, text)
  return text
}

/** Whose it shall be. Only administrators make things for others (openstack/neutron-lib `neutron_lib/api/attributes.py`). */
const ownerOf = (value: unknown, authorization: Authorization): string => {
  const { project_id, tenant_id } = value as { project_id?: string; tenant_id?: string }
  if (project_id !== undefined && tenant_id !== undefined && project_id !== tenant_id)
    throw httpBadRequest("'project_id' and 'tenant_id' do not match")
  const owner = project_id ?? tenant_id
  if (owner === undefined || owner === '') return projectOf(authorization)
  if (owner !== authorization.projectId && !authorization.isAdmin)
    throw httpBadRequest(
      "Specifying 'project_id' or 'tenant_id' other than the authenticated project in request requires admin privileges",
    )
  return owner
}

/** Items of a bulk create stand bare; some clients wrap each again. */
const unwrappedInBulk = (item: unknown, name: string): unknown =>
  typeof item === 'object' && item !== null && name in item ? (item as Record<string, unknown>)[name] : item

/** All or none: when one fails, those made before it are unmade. */
const all = async (
  resource: Resource,
  bodies: readonly unknown[],
  one: (body: unknown) => Promise<View>,
  authorization: Authorization,
): Promise<View[]> => {
  const made: View[] = []
  try {
    for (const body of bodies) made.push(await one(body))
    return made.map((view) => {
      const now = resource.view(view.id) ?? view
      return resource.answer?.(now, undefined) ?? now
    })
  } catch (error) {
    for (const view of made.reverse()) await resource.delete?.(view.id, authorization, view)
    throw error
  }
}

/** `If-Match: revision_number=3` (openstack/neutron `neutron/api/api_common.py`). */
const requireRevision = (headers: Headers, view: View): void => {
  const wanted = headers.get('if-match')
  if (wanted === null) return
  const [, number] = /^revision_number=(\d+)$/.exec(wanted.trim()) ?? []
  if (number === undefined)
    throw neutronError(
      'invalid',
      'BadRequest',
      'Bad if-match request: Revision number should be given as revision_number=<int>.',
    )
  if (Number(number) !== view.value.revision_number)
    throw neutronError(
      'conflict',
      'RevisionNumberConstraintFailed',
      `Constrained to ${number}, but current revision is ${String(view.value.revision_number)}`,
    )
}
