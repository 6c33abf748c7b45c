import { z } from 'zod'
import { labApis } from './lab-addresses.ts'
import { LabError } from './lab-error.ts'

/** What was asked of an API as JSON. */
export interface Asked {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export type AdminApi = (service: keyof typeof labApis, path: string, asked?: Asked) => Promise<unknown>

/** Logs in as the lab's administrator. Every request of the result answers with the JSON that came, or fails with what the service said. */
export const openAdminApi = async (password: string): Promise<AdminApi> => {
  const domain = { id: 'default' }
  const body = {
    auth: {
      identity: { methods: ['password'], password: { user: { name: 'admin', domain, password } } },
      scope: { project: { name: 'admin', domain } },
    },
  }
  const answer = await fetch(`${labApis.keystone.url}/v3/auth/tokens`, post(body))
  const token = answer.headers.get('x-subject-token')
  if (!answer.ok || !token) throw new LabError(`keystone answered ${answer.status} to the log-in`)
  const { token: granted } = (await answer.json()) as { token: { project: { id: string } } }
  return async (service, path, { method = 'GET', body, headers = {} } = {}) => {
    const { url, path: prefix = '' } = { path: '', ...labApis[service] }
    const address = url + prefix.replace('%(project_id)s', granted.project.id) + path
    const octets = body instanceof Uint8Array
    const response = await fetch(address, {
      method,
      headers: {
        'X-Auth-Token': token,
        'Content-Type': octets ? 'application/octet-stream' : 'application/json',
        ...headers,
      },
      ...(body === undefined ? {} : { body: octets ? new Uint8Array(body) : JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok)
      throw new LabError(`${service} answered ${response.status} to ${method} ${path}: ${text.slice(0, 300)}`)
    return text === '' ? undefined : JSON.parse(text)
  }
}

const links = z.array(z.looseObject({ rel: z.string(), href: z.string() }))

/** All that a list has, page after page, as far as its answers link to a next one. */
export const listAll = async <Item>(
  api: AdminApi,
  service: keyof typeof labApis,
  path: string,
  collection: string,
  item: z.ZodType<Item>,
): Promise<readonly Item[]> => {
  const items: Item[] = []
  for (let at: string | undefined = path; at !== undefined; ) {
    const page = z.record(z.string(), z.unknown()).parse(await api(service, at))
    items.push(...z.array(item).parse(page[collection]))
    const named = Object.entries(page).flatMap(([name, value]) => (name.endsWith('_links') ? links.parse(value) : []))
    const next = named.find(({ rel }) => rel === 'next')
    at = next && `${path.split('?')[0]}${new URL(next.href).search}`
  }
  return items
}

const post = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})
