import type { FrontProfile } from './front-profile.ts'

type Extra = NonNullable<FrontProfile['extraProperties']>

/**
 * The answer with the vendor's attributes in every view of those resources, one or a list. A name that the view has already is left alone, as are
 * refusals and what is no JSON.
 */
export const withExtraProperties = async (response: Response, extra: Extra): Promise<Response> => {
  const isJson = response.headers.get('content-type')?.startsWith('application/json')
  if (!response.ok || !isJson) return response
  const body: unknown = JSON.parse(await response.text())
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  return new Response(JSON.stringify(isRecord(body) ? withExtras(body, extra) : body), {
    status: response.status,
    headers,
  })
}

const withExtras = (body: Readonly<Record<string, unknown>>, extra: Extra): Readonly<Record<string, unknown>> => {
  const answer: Record<string, unknown> = { ...body }
  for (const [name, attributes] of Object.entries(extra)) {
    const [one, many] = [answer[name], answer[`${name}s`]]
    if (isRecord(one)) answer[name] = { ...attributes, ...one }
    if (Array.isArray(many))
      answer[`${name}s`] = many.map((each: unknown) => (isRecord(each) ? { ...attributes, ...each } : each))
  }
  // Glance alone shows one thing without its name around it (openstack/glance `glance/api/v2/images.py`).
  return body.schema === '/v2/schemas/image' ? { ...extra.image, ...answer } : answer
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
