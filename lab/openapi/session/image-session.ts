import type { Ask } from './judged-front.ts'

const patch = { 'content-type': 'application/openstack-images-v2.1-json-patch' }
const bytes = { 'content-type': 'application/octet-stream' }

/** Every route of Glance's API that the front has. */
export const imageSession = async (ask: Ask, otherProject: string): Promise<void> => {
  const root = '/image/v2'
  for (const path of ['', '/']) await ask(`GET /image${path}`, undefined, { as: 'nobody', expect: 300 })
  for (const path of ['/versions', '/versions/']) await ask(`GET /image${path}`, undefined, { as: 'nobody' })
  for (const schema of ['image', 'images', 'member', 'members', 'task', 'tasks'])
    await ask(`GET ${root}/schemas/${schema}`)
  await ask(`GET ${root}/info/import`)
  await ask(`GET ${root}/info/stores`, undefined, { expect: 404 })
  await ask(`GET ${root}/info/stores/detail`, undefined, { as: 'admin', expect: 404 })

  const image = (
    await ask(`POST ${root}/images`, {
      name: 'judged',
      disk_format: 'raw',
      container_format: 'bare',
      visibility: 'shared',
      min_disk: 1,
      min_ram: 64,
      protected: false,
      tags: ['one'],
      os_distro: 'debian',
    })
  ).body
  await ask(`GET ${root}/images/${image.id}`)
  await ask(`PUT ${root}/images/${image.id}/file`, 'the bytes of an image', { headers: bytes })
  await ask(`GET ${root}/images/${image.id}/file`)
  await ask(`GET ${root}/images/${image.id}/file`, undefined, { headers: { range: 'bytes=4-8' } })
  for (const query of ['', '?limit=1', '?sort=name:asc&status=active']) await ask(`GET ${root}/images${query}`)
  await ask(`GET ${root}/images`, undefined, { as: 'admin' })
  await ask(
    `PATCH ${root}/images/${image.id}`,
    [
      { op: 'replace', path: '/name', value: 'judged again' },
      { op: 'add', path: '/architecture', value: 'x86_64' },
      { op: 'remove', path: '/os_distro' },
    ],
    { headers: patch },
  )
  await ask(`PUT ${root}/images/${image.id}/tags/two`)
  await ask(`DELETE ${root}/images/${image.id}/tags/two`)
  for (const action of ['deactivate', 'reactivate'])
    await ask(`POST ${root}/images/${image.id}/actions/${action}`, undefined, { as: 'admin' })
  const members = `${root}/images/${image.id}/members`
  await ask(`POST ${members}`, { member: otherProject })
  await ask(`GET ${members}`)
  await ask(`GET ${members}/${otherProject}`)
  await ask(`PUT ${members}/${otherProject}`, { status: 'accepted' }, { as: 'admin' })
  await ask(`DELETE ${members}/${otherProject}`)

  const imported = (
    await ask(`POST ${root}/images`, { name: 'imported', disk_format: 'raw', container_format: 'bare' })
  ).body
  await ask(`PUT ${root}/images/${imported.id}/stage`, 'staged bytes', { headers: bytes })
  await ask(`POST ${root}/images/${imported.id}/import`, { method: { name: 'glance-direct' } })
  const { tasks } = (await ask(`GET ${root}/images/${imported.id}/tasks`)).body
  await ask(`GET ${root}/tasks`, undefined, { as: 'admin' })
  if (tasks[0]) await ask(`GET ${root}/tasks/${tasks[0].id}`, undefined, { as: 'admin' })
  await ask(`GET ${root}/tasks/${image.id}`, undefined, { as: 'admin', expect: 404 })
  await ask(`GET ${root}/images/nothing`, undefined, { expect: 404 })
  await ask(`GET ${root}/images`, undefined, { as: 'nobody', expect: 401 })
  for (const { id } of [image, imported]) await ask(`DELETE ${root}/images/${id}`)
}
