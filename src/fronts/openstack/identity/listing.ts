import type { Context } from 'hono'
import type { ServiceEnv } from '../kernel/service.ts'

/** A list as Keystone answers it: filtered by the query's known attributes, with its links. Keystone gives lists whole. */
export const listing = <View extends object>(
  context: Context<ServiceEnv>,
  key: string,
  views: readonly View[],
  filters: ReadonlyArray<keyof View & string>,
): Response => {
  const wanted = filters.flatMap((name) => {
    const value = context.req.query(name)
    return value === undefined ? [] : [[name, value] as const]
  })
  const found = views.filter((view) =>
    wanted.every(([name, value]) => String(view[name]).toLowerCase() === value.toLowerCase()),
  )
  return context.json({ [key]: found, links: { self: context.req.url, previous: null, next: null } })
}
