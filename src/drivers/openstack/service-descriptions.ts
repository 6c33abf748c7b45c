import type { Call } from '../../cloud/call.ts'
import type { ServiceDescription } from '../../model/cloud-description.ts'
import type { ServiceName, ServiceType } from '../../openstack/session/service-type.ts'
import { serviceTypes } from '../../openstack/session/service-type.ts'
import { formatMicroversion } from '../../wire/openstack/microversion.ts'
import type { OpenStackCloud } from './openstack-cloud.ts'
import { unlessSilent } from './unless-silent.ts'

interface Listed {
  readonly types: string[]
  readonly urls: Set<string>
  name?: string
}

/** What the catalog names in the region that is used; of the services that this client speaks also their versions. */
export const describeServices = async (cloud: OpenStackCloud, call: Call): Promise<readonly ServiceDescription[]> => {
  const { catalog } = await cloud.session.authorization(call)
  const { interface: face } = cloud.session.settingsOf('compute')
  const region = await cloud.session.region(call)
  const services = new Map<string, Listed>()
  for (const { type, name, endpoints } of catalog) {
    const listed = services.get(officialType(type)) ?? { types: [], urls: new Set() }
    services.set(officialType(type), listed)
    listed.types.push(type)
    if (name) listed.name ??= name
    for (const { url, interface: offered, region_id, region: old } of endpoints)
      if (offered.replace(/URL$/, '') === face && (region === undefined || region === (region_id ?? old)))
        listed.urls.add(url)
  }
  const described = [...services].map(async ([type, { name, types, urls }]): Promise<ServiceDescription> => {
    const [url] = urls
    return {
      type,
      listedAs: [...new Set(types)].sort(),
      ...(name === undefined ? {} : { name }),
      ...(await versionsOf(cloud, type, call)),
      ...(url === undefined || !URL.canParse(url) ? {} : { scheme: url.startsWith('https:') ? 'https' : 'http' }),
      endpoints: urls.size,
    }
  })
  return (await Promise.all(described)).sort((one, other) => (one.type < other.type ? -1 : 1))
}

const spoken = Object.entries(serviceTypes) as ReadonlyArray<readonly [ServiceName, ServiceType]>

const officialType = (type: string): string =>
  spoken.find(([, { name, aliases }]) => name === type || aliases.includes(type))?.[0] ?? type

const versionsOf = async (
  cloud: OpenStackCloud,
  type: string,
  call: Call,
): Promise<Pick<ServiceDescription, 'version' | 'microversions'>> => {
  const name = spoken.find(([each]) => each === type)?.[0]
  const client = name && (await cloud.session.service(name, call))
  const endpoint = client && (await unlessSilent(client.endpoint(call)))
  if (!endpoint) return {}
  const version = /\/(v\d+(?:\.\d+)?)(?=\/|$)/.exec(new URL(endpoint.url).pathname)?.[1]
  const { microversions } = endpoint
  return {
    ...(version === undefined ? {} : { version }),
    ...(microversions
      ? { microversions: { min: formatMicroversion(microversions.min), max: formatMicroversion(microversions.max) } }
      : {}),
  }
}
