import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EmbeddedFront, openEmbeddedFront } from '../../../embedded/embedded-front.ts'
import { classic } from '../../../embedded/profiles/classic.ts'
import { systemClock } from '../../../lib/clock.ts'
import { systemRandom } from '../../../lib/random.ts'

const origin = 'http://cloud.test'
let cloud: EmbeddedFront
let member: string
let admin: string

interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: answers are read as a client would read them
  readonly body: any
}

const ask = async (
  token: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> => {
  const raw = typeof body === 'string'
  const response = await cloud.front.fetch(
    new Request(`${origin}${path}`, {
      method,
      headers: {
        'x-auth-token': token,
        ...(body === undefined ? {} : { 'content-type': raw ? 'application/octet-stream' : 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
    }),
  )
  const text = await response.text()
  const json = response.headers.get('content-type')?.startsWith('application/json')
  return { status: response.status, headers: response.headers, text, body: json ? JSON.parse(text) : undefined }
}

const logIn = async ({ userName, password, projectName }: EmbeddedFront['users']['admin']): Promise<string> => {
  const domain = { id: 'default' }
  const { headers } = await ask('', 'POST', '/identity/v3/auth/tokens', {
    auth: {
      identity: { methods: ['password'], password: { user: { name: userName, domain, password } } },
      scope: { project: { name: projectName, domain } },
    },
  })
  return headers.get('x-subject-token') ?? ''
}

const newImage = async (fields: Record<string, unknown> = {}, token = member): Promise<string> => {
  const { body, status, text } = await ask(token, 'POST', '/image/v2/images', {
    name: 'disk',
    disk_format: 'raw',
    container_format: 'bare',
    ...fields,
  })
  expect(status, text).toBe(201)
  return body.id
}

const filled = async (data: string, fields: Record<string, unknown> = {}, token = member): Promise<string> => {
  const id = await newImage(fields, token)
  expect((await ask(token, 'PUT', `/image/v2/images/${id}/file`, data)).status).toBe(204)
  return id
}

const patch = (token: string, id: string, changes: unknown) =>
  ask(token, 'PATCH', `/image/v2/images/${id}`, JSON.stringify(changes), {
    'content-type': 'application/openstack-images-v2.1-json-patch',
  })

beforeEach(async () => {
  cloud = await openEmbeddedFront({
    profile: classic,
    clock: systemClock,
    random: systemRandom,
    latency: {},
    onUnexpected: (error) => expect.fail(String(error)),
  })
  ;[member, admin] = [await logIn(cloud.users.member), await logIn(cloud.users.admin)]
})
afterEach(() => cloud[Symbol.asyncDispose]())

describe('Glance', () => {
  it('tells its versions to anyone: 300 at the root, 200 where they are asked for', async () => {
    const root = await ask('', 'GET', '/image/')
    expect(root.status).toBe(300)
    expect(root.body.versions[0]).toMatchObject({ status: 'CURRENT', links: [{ href: `${origin}/image/v2/` }] })
    expect((await ask('', 'GET', '/image/versions')).status).toBe(200)
    expect((await ask('', 'GET', '/image/v2/images')).status).toBe(401)
  })

  it('takes data in and gives it back byte for byte with its checksums', async () => {
    const data = 'x'.repeat(300_000)
    const id = await newImage({ os_distro: 'debian', os_version: '12', hw_disk_bus: 'virtio' })
    expect((await ask(member, 'GET', `/image/v2/images/${id}`)).body).toMatchObject({ status: 'queued', size: null })
    expect((await ask(member, 'GET', `/image/v2/images/${id}/file`)).status).toBe(204)
    expect((await ask(member, 'PUT', `/image/v2/images/${id}/file`, data)).status).toBe(204)
    const { body } = await ask(member, 'GET', `/image/v2/images/${id}`)
    const md5 = createHash('md5').update(data).digest('hex')
    expect(body).toMatchObject({
      status: 'active',
      size: data.length,
      checksum: md5,
      os_hash_algo: 'sha512',
      os_hash_value: createHash('sha512').update(data).digest('hex'),
      os_distro: 'debian',
      os_version: '12',
      hw_disk_bus: 'virtio',
      visibility: 'shared',
      file: `/v2/images/${id}/file`,
    })
    const file = await ask(member, 'GET', `/image/v2/images/${id}/file`)
    expect(file.text).toBe(data)
    expect(file.headers.get('content-md5')).toBe(md5)
    expect(file.headers.get('content-length')).toBe(String(data.length))
  })

  it('gives one range of the data and refuses one outside', async () => {
    const id = await filled('0123456789')
    const path = `/image/v2/images/${id}/file`
    const part = await ask(member, 'GET', path, undefined, { range: 'bytes=2-4' })
    expect([part.status, part.text, part.headers.get('content-range')]).toEqual([206, '234', 'bytes 2-4/10'])
    expect((await ask(member, 'GET', path, undefined, { range: 'bytes=-3' })).text).toBe('789')
    expect((await ask(member, 'GET', path, undefined, { range: 'bytes=20-' })).status).toBe(416)
  })

  it('refuses data twice, without formats, and of another content type', async () => {
    const id = await filled('data')
    expect((await ask(member, 'PUT', `/image/v2/images/${id}/file`, 'data')).status).toBe(409)
    const bare = await newImage({ disk_format: undefined })
    const refused = await ask(member, 'PUT', `/image/v2/images/${bare}/file`, 'data')
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('disk_format must be set')])
    expect((await ask(member, 'GET', `/image/v2/images/${bare}`)).body.status).toBe('queued')
    const typed = await ask(member, 'PUT', `/image/v2/images/${bare}/file`, 'data', { 'content-type': 'text/plain' })
    expect(typed.status).toBe(415)
  })

  it('imports what was staged, and only that', async () => {
    const id = await newImage()
    const start = (name: string) => ask(member, 'POST', `/image/v2/images/${id}/import`, { method: { name } })
    expect((await start('glance-direct')).status).toBe(409)
    expect((await ask(member, 'PUT', `/image/v2/images/${id}/stage`, 'staged')).status).toBe(204)
    expect((await ask(member, 'GET', `/image/v2/images/${id}`)).body.status).toBe('uploading')
    const other = await start('web-download')
    expect([other.status, other.text]).toEqual([400, expect.stringContaining('web-download')])
    expect((await start('glance-direct')).status).toBe(202)
    expect((await ask(member, 'GET', `/image/v2/images/${id}`)).body).toMatchObject({ status: 'active', size: 6 })
    expect((await ask(member, 'GET', `/image/v2/images/${id}/tasks`)).body.tasks).toMatchObject([{ status: 'success' }])
  })

  it('writes errors as the page that WebOb writes, or as JSON for those who want that', async () => {
    const page = await ask(member, 'GET', '/image/v2/images/nope')
    expect(page.status).toBe(404)
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(page.text).toContain('<title>404 Not Found</title>')
    expect(page.text).toContain('No image found with ID nope')
    const json = await ask(member, 'GET', '/image/v2/images/nope', undefined, { accept: 'application/json' })
    expect(json.body).toMatchObject({ code: '404 Not Found', title: 'Not Found' })
    expect((await ask(member, 'GET', '/image/v2/images/')).status).toBe(404)
    expect((await ask(member, 'PUT', '/image/v2/images', {})).status).toBe(405)
  })

  it('refuses formats that the cloud does not take and properties that are not for callers', async () => {
    const create = async (fields: object) => (await ask(member, 'POST', '/image/v2/images', fields)).status
    expect(await create({ disk_format: 'floppy' })).toBe(400)
    expect(await create({ container_format: 'wrong' })).toBe(400)
    expect(await create({ status: 'active' })).toBe(403)
    expect(await create({ deleted: 'no' })).toBe(403)
    expect(await create({ visibility: 'public' })).toBe(403)
    expect(await create({ own: 7 })).toBe(400)
    expect(await create({ owner: 'somebody' })).toBe(403)
  })

  it('changes images by JSON patch within Glance’s rules', async () => {
    const id = await newImage({ colour: 'red' })
    const changed = await patch(member, id, [
      { op: 'replace', path: '/name', value: 'renamed' },
      { op: 'replace', path: '/colour', value: 'blue' },
      { op: 'add', path: '/shape', value: 'round' },
      { op: 'remove', path: '/shape' },
      { op: 'replace', path: '/tags', value: ['a', 'a', 'b'] },
      { op: 'replace', path: '/min_disk', value: 3 },
    ])
    expect(changed.body).toMatchObject({ name: 'renamed', colour: 'blue', tags: ['a', 'b'], min_disk: 3 })
    expect(changed.body).not.toHaveProperty('shape')
    const refused = async (change: object) => (await patch(member, id, [change])).status
    expect(await refused({ op: 'replace', path: '/status', value: 'active' })).toBe(403)
    expect(await refused({ op: 'replace', path: '/absent', value: 'x' })).toBe(409)
    expect(await refused({ op: 'remove', path: '/name' })).toBe(403)
    expect(await refused({ op: 'add', path: '/a/b', value: 'x' })).toBe(400)
    expect(await refused({ op: 'replace', path: '/visibility', value: 'public' })).toBe(403)
    const typed = await ask(member, 'PATCH', `/image/v2/images/${id}`, [])
    expect(typed.status).toBe(415)
  })

  it('lists with filters, order and pages', async () => {
    await filled('1', { name: 'one', tags: ['x'], colour: 'red' })
    await filled('22', { name: 'two', tags: ['x', 'y'] })
    await newImage({ name: 'three' })
    const names = async (query: string) => {
      const { body, status, text } = await ask(member, 'GET', `/image/v2/images?${query}`)
      expect(status, text).toBe(200)
      return body.images.map(({ name }: { name: string }) => name)
    }
    expect(await names('name=in:one,"two"&sort=name:asc')).toEqual(['one', 'two'])
    expect(await names('status=queued')).toEqual(['three'])
    expect(await names('tag=x&tag=y')).toEqual(['two'])
    expect(await names('colour=red')).toEqual(['one'])
    expect(await names('size_min=1&size_max=2&sort_key=size&sort_dir=desc')).toEqual(['two', 'one'])
    expect(await names('visibility=public')).not.toContain('one')
    const first = await ask(member, 'GET', '/image/v2/images?visibility=shared&sort=name:asc&limit=2')
    expect(first.body.first).toBe('/v2/images?visibility=shared&sort=name%3Aasc&limit=2')
    const next = await ask(member, 'GET', `/image${first.body.next}`)
    expect(next.body.images).toMatchObject([{ name: 'two' }])
    expect(next.body).not.toHaveProperty('next')
    for (const query of ['limit=-1', 'sort=colour', 'marker=nope', 'visibility=odd', 'size_min=big', 'name=like:x'])
      expect((await ask(member, 'GET', `/image/v2/images?${query}`)).status, query).toBe(400)
  })

  it('shares an image with a project that then accepts it', async () => {
    const id = await filled('shared')
    const { body: tokens } = await ask(admin, 'GET', '/identity/v3/auth/tokens', undefined, {
      'x-subject-token': admin,
    })
    const other: string = tokens.token.project.id
    const members = `/image/v2/images/${id}/members`
    expect((await ask(member, 'POST', members, { member: other })).body).toMatchObject({ status: 'pending' })
    expect((await ask(member, 'POST', members, { member: other })).status).toBe(409)
    expect((await ask(member, 'PUT', `${members}/${other}`, { status: 'accepted' })).status).toBe(403)
    expect((await ask(admin, 'PUT', `${members}/${other}`, { status: 'accepted' })).body.status).toBe('accepted')
    expect((await ask(member, 'GET', members)).body.members).toHaveLength(1)
    expect((await ask(member, 'DELETE', `${members}/${other}`)).status).toBe(204)
  })

  it('keeps tags, withholds deactivated data and does not delete what is protected', async () => {
    const id = await filled('data', { protected: true })
    const path = `/image/v2/images/${id}`
    expect((await ask(member, 'PUT', `${path}/tags/blue`)).status).toBe(204)
    expect((await ask(member, 'DELETE', `${path}/tags/blue`)).status).toBe(204)
    expect((await ask(member, 'DELETE', `${path}/tags/blue`)).status).toBe(404)
    expect((await ask(member, 'POST', `${path}/actions/deactivate`)).status).toBe(204)
    expect((await ask(member, 'GET', `${path}/file`)).status).toBe(403)
    expect((await ask(member, 'POST', `${path}/actions/reactivate`)).status).toBe(204)
    expect((await ask(member, 'DELETE', path)).status).toBe(403)
    await patch(member, id, [{ op: 'replace', path: '/protected', value: false }])
    expect((await ask(member, 'DELETE', path)).status).toBe(204)
    expect((await ask(member, 'GET', path)).status).toBe(404)
  })

  it('shows the cloud’s own images, which members cannot change', async () => {
    const { body } = await ask(member, 'GET', '/image/v2/images?visibility=public')
    const [image] = body.images
    expect(image).toMatchObject({ status: 'active', container_format: 'bare' })
    // Its owner is a project that an administrator can look up, as Horizon does.
    const owner = (await ask(admin, 'GET', `/identity/v3/projects/${image.owner}`)).body.project
    expect(owner).toMatchObject({ name: 'admin' })
    expect((await patch(member, image.id, [{ op: 'replace', path: '/name', value: 'mine' }])).status).toBe(403)
    expect((await ask(member, 'DELETE', `/image/v2/images/${image.id}`)).status).toBe(403)
    const renamed = await patch(admin, image.id, [{ op: 'replace', path: '/name', value: 'ours' }])
    expect(renamed.body).toMatchObject({ name: 'ours', status: 'active', size: image.size })
  })

  it('publishes its schemas with the formats that the cloud takes', async () => {
    const { body } = await ask(member, 'GET', '/image/v2/schemas/image')
    expect(body.properties.disk_format.enum).toContain('qcow2')
    for (const name of ['images', 'member', 'members', 'task', 'tasks'])
      expect((await ask(member, 'GET', `/image/v2/schemas/${name}`)).body.name).toBe(name)
    expect((await ask(member, 'GET', '/image/v2/info/stores')).status).toBe(404)
    expect((await ask(member, 'GET', '/image/v2/tasks')).status).toBe(403)
  })

  it('has no metadata definitions, says so in lists and takes none', async () => {
    expect((await ask(member, 'GET', '/image/v2/schemas/metadefs/namespace')).body.required).toEqual(['namespace'])
    expect((await ask(member, 'GET', '/image/v2/metadefs/namespaces')).body.namespaces).toEqual([])
    expect((await ask(member, 'GET', '/image/v2/metadefs/resource_types')).body).toEqual({ resource_types: [] })
    expect((await ask(member, 'GET', '/image/v2/metadefs/namespaces/OS::Compute')).status).toBe(404)
    for (const anyone of [member, admin])
      expect((await ask(anyone, 'POST', '/image/v2/metadefs/namespaces', { namespace: 'a' })).status).toBe(403)
  })
})
