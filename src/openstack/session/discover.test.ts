import { expect, it } from 'vitest'
import { formatMicroversion } from '../../wire/openstack/microversion.ts'
import { parseVersionDocument } from '../../wire/openstack/version-document.ts'
import { discover } from './discover.ts'
import type { ServiceType } from './service-type.ts'
import { serviceTypes } from './service-type.ts'

const self = (href: string) => [{ rel: 'self', href }]
const nova = {
  versions: [
    { id: 'v2.0', status: 'SUPPORTED', version: '', min_version: '', links: self('http://inside:8774/v2/') },
    { id: 'v2.1', status: 'CURRENT', version: '2.96', min_version: '2.1', links: self('http://inside:8774/v2.1/') },
  ],
}
const cinder = {
  versions: [{ id: 'v3.0', version: '3.70', min_version: '3.0', links: self('http://inside:8776/v3/') }],
}
const glance = {
  versions: [
    { id: 'v2.16', status: 'CURRENT', links: self('http://cloud.test/image/v2/') },
    { id: 'v2.0', status: 'SUPPORTED', links: self('http://cloud.test/image/v2/') },
  ],
}
const placement = { versions: [{ id: 'v1.0', max_version: '1.39', min_version: '1.0', links: self('') }] }

type Documents = Readonly<Record<string, unknown>>
const cases: ReadonlyArray<readonly [string, ServiceType, string, Documents, string, string | undefined]> = [
  [
    'versioned',
    serviceTypes.compute,
    'http://cloud.test:8774/v2.1',
    { 'http://cloud.test:8774/v2.1/': { version: nova.versions[1] } },
    'http://cloud.test:8774/v2.1',
    '2.96',
  ],
  [
    'with the project id',
    serviceTypes.compute,
    'http://cloud.test:8774/v2.1/p1/',
    { 'http://cloud.test:8774/v2.1/': { version: nova.versions[1] } },
    'http://cloud.test:8774/v2.1/p1',
    '2.96',
  ],
  [
    'whose own document is missing',
    serviceTypes.compute,
    'http://cloud.test:8774/v2.1',
    { 'http://cloud.test:8774/': nova },
    'http://cloud.test:8774/v2.1',
    '2.96',
  ],
  [
    'without version, links to a host inside',
    serviceTypes.compute,
    'http://cloud.test:8774/',
    { 'http://cloud.test:8774/': nova },
    'http://cloud.test:8774/v2.1',
    '2.96',
  ],
  [
    'of an older version',
    serviceTypes.compute,
    'http://cloud.test:8774/v2/p1',
    { 'http://cloud.test:8774/': nova },
    'http://cloud.test:8774/v2.1/p1',
    '2.96',
  ],
  [
    'below a path, links without that path',
    serviceTypes['block-storage'],
    'https://cloud.test/volume/p1',
    { 'https://cloud.test/volume/': cinder },
    'https://cloud.test/volume/v3/p1',
    '3.70',
  ],
  [
    'without version documents',
    serviceTypes['block-storage'],
    'https://cloud.test/volume',
    {},
    'https://cloud.test/volume/v3',
    undefined,
  ],
  [
    'without microversions',
    serviceTypes.image,
    'http://cloud.test/image',
    { 'http://cloud.test/image/': glance },
    'http://cloud.test/image/v2',
    undefined,
  ],
  [
    'that needs no asking',
    serviceTypes.network,
    'http://cloud.test:9696/v2.0',
    {},
    'http://cloud.test:9696/v2.0',
    undefined,
  ],
  [
    'without version and documents',
    serviceTypes.network,
    'http://cloud.test:9696',
    {},
    'http://cloud.test:9696/v2.0',
    undefined,
  ],
  [
    'of a service without version documents',
    serviceTypes['portolan-guests'],
    'http://cloud.test/guests/v1',
    {},
    'http://cloud.test/guests/v1',
    undefined,
  ],
  [
    'of a service with one version',
    serviceTypes.placement,
    'http://cloud.test/placement',
    { 'http://cloud.test/placement/': placement },
    'http://cloud.test/placement',
    '1.39',
  ],
]

it.each(cases)('finds an endpoint %s', async (_name, type, given, documents, url, newest) => {
  const found = await discover(given, type, 'p1', async (asked) =>
    documents[asked] === undefined ? undefined : parseVersionDocument(documents[asked]),
  )
  expect(found.url).toBe(url)
  expect(found.microversions && formatMicroversion(found.microversions.max)).toBe(newest)
})
