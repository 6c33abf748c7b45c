/** One entry of clouds.yaml, with its secret. */
export interface CloudsYamlEntry {
  readonly auth: {
    readonly auth_url: string
    readonly username: string
    readonly password: string
    readonly project_name: string
    readonly user_domain_name?: string
    readonly project_domain_name?: string
  }
  readonly region_name?: string
  readonly identity_api_version: '3'
  /** The path of a file with the certificate, which whoever writes the entry adds. */
  readonly cacert?: string
}

/** Where a front is reached. */
interface FrontAddress {
  readonly origin: string
  /** Follows `/identity` in `auth_url`; `/v3` when absent. */
  readonly versionPath?: string
  /** Absent when the entry is to name none. */
  readonly region?: string
  readonly domainName?: string
}

/** Who logs in to which project. */
export interface Login {
  readonly userName: string
  readonly projectName: string
  readonly password: string
}

/** How that user reaches that front, as clouds.yaml says it. */
export const cloudsYamlEntry = (
  { origin, versionPath = '/v3', region, domainName }: FrontAddress,
  { userName, projectName, password }: Login,
): CloudsYamlEntry => ({
  auth: {
    auth_url: `${origin}/identity${versionPath}`,
    username: userName,
    password,
    project_name: projectName,
    ...(domainName === undefined ? {} : { user_domain_name: domainName, project_domain_name: domainName }),
  },
  ...(region === undefined ? {} : { region_name: region }),
  identity_api_version: '3',
})
