import { type CloudsYamlEntry, cloudsYamlEntry, type Login } from '../fronts/openstack/clouds-yaml-entry.ts'
import { defaultFrontProfile } from './default-front-profile.ts'
import type { EmbeddedProfile } from './embedded-profile.ts'

/** The clouds.yaml entry that customers of this cloud write: with what the profile says that they leave out left out. */
export const customerEntry = (
  { customer = {}, front }: Pick<EmbeddedProfile, 'customer' | 'front'>,
  origin: string,
  login: Login,
): CloudsYamlEntry => {
  const { authUrl = 'v3', domain, region } = customer
  const domainName = front.domain?.name ?? defaultFrontProfile.domain.name
  return cloudsYamlEntry(
    {
      origin,
      versionPath: authUrl.startsWith('root') ? authUrl.slice('root'.length) : `/${authUrl}`,
      ...(region === 'unset' ? {} : { region: front.region ?? defaultFrontProfile.region }),
      ...(domain === 'unset' ? {} : { domainName }),
    },
    login,
  )
}
