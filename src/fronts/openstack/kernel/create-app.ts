import type { Context } from 'hono'
import { Hono } from 'hono'
import { CloudError } from '../../../model/cloud-error.ts'
import { addCommonHeaders, commonHeaders, withCommonHeaders } from './common-headers.ts'
import { withExtraProperties } from './extra-properties.ts'
import type { Front } from './front.ts'
import { LateReads } from './late-reads.ts'
import { negotiate } from './negotiate.ts'
import { RateLimit } from './rate-limit.ts'
import { RememberingRouter } from './remembering-router.ts'
import type { Authorization, ServiceApp, ServiceDefinition, ServiceEnv, Site } from './service.ts'

/** The caller that a token stands for, or undefined when it stands for nobody (any more). */
export type Authenticate = (token: string) => Authorization | undefined

/** All services of one front under one origin. Every answer, a refusal too, has a request id and the microversion that it was made for. */
export const createApp = (
  front: Front,
  services: readonly ServiceDefinition[],
  { authenticate, site }: { readonly authenticate: Authenticate; readonly site: Site },
): ServiceApp => {
  const app = new Hono<ServiceEnv>({ router: new RememberingRouter() })
  const byPath = new Map(services.map((service) => [service.path, service]))

  const { extraProperties, rateLimit: limits, lateReadsMs = 0 } = front.profile
  const rateLimit = limits && new RateLimit(limits.perSecond, () => front.clock.now())
  const lateReads = lateReadsMs > 0 ? new LateReads(lateReadsMs, front.clock) : undefined

  app.use('*', async (context, next) => {
    const [, segment = ''] = context.req.path.split('/', 2)
    const service = byPath.get(`/${segment}`)
    const requestId = service?.requestId?.(front) ?? `req-${front.newId()}`
    context.set('requestId', requestId)
    if (!service) return next()
    context.set('service', service)
    const microversion = negotiate(context.req.raw.headers, service.microversions)
    context.set('microversion', microversion)
    if (!service.public(context.req.method, context.req.path.slice(service.path.length))) {
      const authorization = authenticate(context.req.raw.headers.get('x-auth-token') ?? '')
      if (authorization) {
        context.set('authorization', authorization)
        rateLimit?.count(authorization.projectId ?? authorization.userId)
      } else if (!service.takesStrangers)
        throw new CloudError('unauthenticated', 'The request you have made requires authentication.')
    }
    const { method, path } = context.req
    if (!service.carriesData) lateReads?.refuse(method, path)
    await next()
    if (!service.carriesData) {
      if (lateReads) context.res = await lateReads.answer(method, context.res)
      if (extraProperties) context.res = await withExtraProperties(context.res, extraProperties)
    }
    if (!context.get('hasCommonHeaders')) addCommonHeaders(context.res.headers, commonHeaders(context))
  })

  app.onError((error, context) => answerFault(front, error, context))
  app.notFound((context) => {
    const error = allowsOtherMethods(app, context.req.path)
      ? new CloudError('unsupported', 'The method is not allowed for this resource.', { reason: 'MethodNotAllowed' })
      : new CloudError('not_found', 'The resource could not be found.', { reason: 'PathNotFound' })
    return answerFault(front, error, context)
  })

  for (const service of services) service.mount(app, front, site)
  return app
}

const answerFault = (front: Front, thrown: Error, context: Context<ServiceEnv>): Response => {
  const requestId = context.get('requestId')
  const error = thrown instanceof CloudError ? thrown : unexpected(front, thrown)
  const fault = context.get('service')?.fault(error, requestId, context.req.raw) ?? {
    status: 404 as const,
    body: { error: { code: 404, title: 'Not Found', message: 'No service answers at this path.' } },
  }
  const isText = typeof fault.body === 'string'
  const headers = {
    'content-type': isText ? 'text/html; charset=UTF-8' : 'application/json',
    ...(error.retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(error.retryAfterMs / 1000)) }),
    ...fault.headers,
  }
  context.set('hasCommonHeaders', true)
  return new Response(isText ? String(fault.body) : JSON.stringify(fault.body), {
    status: fault.status,
    headers: withCommonHeaders(headers, commonHeaders(context)),
  })
}

/** A mistake of ours: told to the operator in full and to the caller without its details. */
const unexpected = (front: Front, error: Error): CloudError => {
  front.onUnexpected(error)
  return new CloudError('internal', 'An unexpected error prevented the server from fulfilling your request.', {
    cause: error,
  })
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']

const allowsOtherMethods = (app: ServiceApp, path: string): boolean =>
  methods.some((method) => {
    const [handlers] = app.router.match(method, path)
    return handlers.some(([[, route]]) => !route.path.endsWith('*'))
  })
