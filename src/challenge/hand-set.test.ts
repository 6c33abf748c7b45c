import { expect, test } from 'vitest'
import { readWorkload } from '../workload/read-workload.ts'
import { handSetFields, handSetSettings } from './hand-set.ts'

const documentOf = (text: string) => {
  const { workload, diagnostics } = readWorkload({ file: 'w.yaml', text })
  if (!workload) throw new Error(JSON.stringify(diagnostics))
  return workload.document
}

test('what an operator hands out counts as credentials, everything else as set by hand', () => {
  const written = [
    'auth.auth_url',
    'auth.password',
    'region_name',
    'cacert',
    'identity_api_version',
    'image_format',
    'networks',
  ]
  expect(handSetSettings(written)).toEqual(['cloud: image_format', 'cloud: networks'])
})

test('a workload that names no cloud has nothing set by hand', () => {
  const plain = 'name: lamp\ncomponents: {web: {placement: {any_of: [{cloud: "*"}]}}}'
  expect(handSetFields(documentOf(plain), 'ovh')).toEqual([])
})

test('a placement counts on the clouds that it names, and a volume type on all', () => {
  const document = documentOf(`
name: lamp
components:
  web:
    placement: {ordered: [{cloud: ot*, zone: eu-de-01}, {cloud: classic, region: North}]}
    volumes: {data: {size: 1 GiB, type: ssd}}
`)
  expect(handSetFields(document, 'otc')).toEqual([
    'workload: components.web.placement.ordered[0].cloud',
    'workload: components.web.placement.ordered[0].zone',
    'workload: components.web.volumes.data.type',
  ])
  expect(handSetFields(document, 'ovh')).toEqual(['workload: components.web.volumes.data.type'])
})
