import { expect, it } from 'vitest'
import { collect } from '../../lib/async-iterable.ts'
import { openSession } from '../session/session.ts'
import { smallCloud } from '../session/small-cloud-fixture.ts'
import { ownProjects } from './projects.ts'
import { revokeToken } from './revoke-token.ts'

const call = { signal: new AbortController().signal }

it('lists the projects that one may log in to, and ends the token in use', async () => {
  const { app, options, tokens, logins } = smallCloud()
  app.get('/v3/auth/projects', (context) =>
    context.json({ projects: [{ id: 'p1', name: 'demo' }], links: { next: null } }),
  )
  app.delete('/v3/auth/tokens', (context) => {
    tokens.delete(context.req.header('x-subject-token') ?? '')
    return context.body(null, 204)
  })
  const identity = await openSession(options).need('identity', call)
  expect((await collect(ownProjects(identity, call))).map(({ name }) => name)).toEqual(['demo'])
  await revokeToken(identity, call)
  expect(tokens.size).toBe(0)
  await collect(ownProjects(identity, call))
  expect(logins).toHaveLength(2)
})
