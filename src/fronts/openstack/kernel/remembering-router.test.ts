import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { RememberingRouter } from './remembering-router.ts'

const answerOf = async (app: Hono, path: string, method = 'GET') => (await app.request(path, { method })).text()

it('finds again what it found, with the parameters of each path', async () => {
  const app = new Hono({ router: new RememberingRouter() })
  app.use('*', async (_, next) => next())
  app.get('/things/all', (context) => context.text('all'))
  app.get('/things/:id', (context) => context.text(`one ${context.req.param('id')}`))
  app.delete('/things/:id', (context) => context.text(`no ${context.req.param('id')}`))
  for (let time = 0; time < 3; time += 1) {
    expect(await answerOf(app, '/things/all')).toBe('all')
    for (const id of ['a', 'b', 'a%20c'])
      expect(await answerOf(app, `/things/${id}`)).toBe(`one ${decodeURIComponent(id)}`)
    expect(await answerOf(app, '/things/a', 'DELETE')).toBe('no a')
    expect((await app.request('/nothing')).status).toBe(404)
  }
})

it('finds what was added since, and any number of paths of any length', async () => {
  const router = new RememberingRouter<string>()
  expect(router.match('GET', '/late')[0]).toEqual([])
  router.add('GET', '/late', 'handler')
  expect(router.match('GET', '/late')[0]).toEqual([['handler', {}]])
  router.add('GET', '/many/:id', 'many')
  const ids = [...Array.from({ length: 2000 }, (_, index) => `${index}`), 'x'.repeat(5000)]
  for (const id of [...ids, ...ids]) expect(router.match('GET', `/many/${id}`)[0]).toEqual([['many', { id }]])
})
