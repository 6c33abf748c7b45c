import type { Context } from 'hono'
import { CloudError } from '../../../model/cloud-error.ts'
import { authRequest } from '../../../wire/openstack/identity/auth-request.ts'
import { jsonText } from '../kernel/json-text.ts'
import { readJson } from '../kernel/read-json.ts'
import type { ServiceApp, ServiceEnv } from '../kernel/service.ts'
import { authenticate } from './authenticate.ts'
import type { CatalogOf } from './catalog.ts'
import type { Identity } from './identity.ts'
import type { TokenTexts } from './token-texts.ts'
import { domainView, projectView } from './views.ts'

/** `/v3/auth/…`: tokens are given, shown and ended here. */
export const mountTokenRoutes = (
  app: ServiceApp,
  texts: TokenTexts,
  identity: Identity,
  catalogOf: CatalogOf,
): void => {
  const path = '/identity/v3/auth'
  const answer = (context: Context<ServiceEnv>, status: 200 | 201, text: string, body: string) =>
    jsonText(context, body, status, { 'x-subject-token': text, vary: 'X-Auth-Token' })
  const withCatalog = (context: Context<ServiceEnv>) => context.req.query('nocatalog') === undefined

  app.post(`${path}/tokens`, async (context) => {
    const request = await authenticate(identity, await readJson(context, authRequest))
    const { text, record } = identity.issue(request)
    return answer(context, 201, text, texts.ofNew(record, context.req.raw, withCatalog(context)))
  })

  const subject = (context: Context<ServiceEnv>) => {
    const text = context.req.header('x-subject-token') ?? ''
    const token = identity.token(text)
    if (!token || !identity.authorizationOf(token)) throw new CloudError('not_found', 'Could not find token.')
    const { userId, isAdmin, roles } = context.get('authorization')
    if (token.userId !== userId && !isAdmin && !roles.has('service'))
      throw new CloudError(
        'forbidden',
        'You are not authorized to perform the requested action: identity:validate_token.',
      )
    return { text, token }
  }

  app.get(`${path}/tokens`, (context) => {
    const { text, token } = subject(context)
    return answer(context, 200, text, texts.of(token, context.req.raw, withCatalog(context)))
  })

  app.delete(`${path}/tokens`, (context) => {
    identity.tokens.delete(subject(context).token.id)
    return context.body(null, 204)
  })

  app.get(`${path}/catalog`, (context) => {
    const { projectId } = context.get('authorization')
    return context.json({
      catalog: catalogOf(context.req.raw, projectId),
      links: { self: context.req.url, previous: null, next: null },
    })
  })

  app.get(`${path}/projects`, (context) => {
    const { userId } = context.get('authorization')
    const projects = [...identity.projects].filter(({ id }) => identity.rolesOn(userId, id).size > 0)
    return context.json({
      projects: projects.map((project) => projectView(project, context.req.url)),
      links: { self: context.req.url, previous: null, next: null },
    })
  })

  app.get(`${path}/domains`, (context) => {
    const { userId } = context.get('authorization')
    const domains = [...identity.domains].filter(({ id }) => identity.rolesOn(userId, id).size > 0)
    return context.json({
      domains: domains.map((domain) => domainView(domain, context.req.url)),
      links: { self: context.req.url, previous: null, next: null },
    })
  })

  app.get(`${path}/system`, (context) =>
    context.json({ system: [], links: { self: context.req.url, previous: null, next: null } }),
  )
}
