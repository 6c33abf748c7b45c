import type { Ask } from './judged-front.ts'

const bytes = { 'content-type': 'application/octet-stream' }

/** Swift's API as far as its description goes: accounts, containers and objects. */
export const objectStoreSession = async (ask: Ask, projectId: string): Promise<void> => {
  const account = `/v1/AUTH_${projectId}`
  const container = `${account}/judged`
  const object = `${container}/a/folder/object`
  await ask('GET /info', undefined, { as: 'nobody' })
  await ask('GET /healthcheck', undefined, { as: 'nobody' })
  await ask(`POST ${account}`, undefined, { headers: { 'x-account-meta-colour': 'red' } })
  await ask(`HEAD ${account}`)
  await ask(`GET ${account}`)
  await ask(`PUT ${container}`, undefined, {
    headers: { 'x-container-meta-colour': 'blue', 'x-container-read': '.r:*' },
  })
  await ask(`PUT ${container}`)
  await ask(`POST ${container}`, undefined, { headers: { 'x-container-meta-size': 'large' } })
  await ask(`GET ${container}`)
  await ask(`PUT ${object}`, 'the bytes of an object', { headers: { ...bytes, 'x-object-meta-role': 'judged' } })
  await ask(`PUT ${container}/later`, 'gone soon', { headers: { ...bytes, 'x-delete-after': '3600' } })
  await ask(`POST ${object}`, undefined, { headers: { 'x-object-meta-role': 'changed' } })
  await ask(`HEAD ${object}`)
  await ask(`GET ${object}`)
  await ask(`GET ${object}`, undefined, { headers: { range: 'bytes=4-8' } })
  await ask(`GET ${object}`, undefined, { headers: { 'if-none-match': '*' }, expect: 304 })
  await ask(`HEAD ${container}`)
  for (const query of ['', '?format=json', '?format=json&delimiter=/', '?format=json&limit=1'])
    for (const path of [account, container]) await ask(`GET ${path}${query}`)
  await ask(`COPY ${object}`, undefined, { headers: { destination: 'judged/copy' } })
  await ask(`GET ${container}/nothing`, undefined, { expect: 404 })
  await ask(`DELETE ${container}`, undefined, { expect: 409 })
  await ask(`GET ${account}`, undefined, { as: 'nobody', expect: 401 })
  await ask(`PUT ${container}/segment`, 'a segment', { headers: bytes })
  const manifest = JSON.stringify([{ path: '/judged/segment' }])
  await ask(`PUT ${container}/large?multipart-manifest=put`, manifest, { headers: bytes })
  await ask(`DELETE ${container}/large?multipart-manifest=delete`)
  await ask(`DELETE ${account}?bulk-delete`, '/judged/nothing', { headers: { 'content-type': 'text/plain' } })
  for (const path of [object, `${container}/copy`, `${container}/later`, container]) await ask(`DELETE ${path}`)
}
