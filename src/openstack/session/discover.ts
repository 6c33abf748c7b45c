import { CloudError } from '../../model/cloud-error.ts'
import type { Microversion } from '../../wire/openstack/microversion.ts'
import { parseMicroversion } from '../../wire/openstack/microversion.ts'
import type { ApiVersion } from '../../wire/openstack/version-document.ts'
import { isVersion } from './catalog.ts'
import type { ServiceType } from './service-type.ts'

/** Where a service's requests go, and which microversions it speaks. */
export interface Endpoint {
  /** Without a trailing slash. */
  readonly url: string
  /** Absent when the service has none. */
  readonly microversions?: { readonly min: Microversion; readonly max: Microversion }
}

/** Reads the version document at a URL; undefined when there is none. */
export type ReadVersions = (url: string) => Promise<readonly ApiVersion[] | undefined>

/**
 * Finds the versioned endpoint behind what a catalog or a user says, whatever form that has: with a version or without, with a wrong one, with the
 * project's id behind it. What the service lists decides, never the path. Asks for version documents only where the answer is needed. The host is
 * always the one that was given, since documents behind a proxy name hosts that nobody outside reaches. Throws `unsupported`, naming the versions
 * that there are, when this client speaks none of them.
 */
export const discover = async (
  given: string,
  type: ServiceType,
  projectId: string | undefined,
  read: ReadVersions,
): Promise<Endpoint> => {
  const { root, version, project } = split(given, projectId)
  const { majors } = type
  if (majors === undefined) {
    const url = version === undefined ? root : `${root}/${version}`
    return { url: url + project, ...(type.microversionWord ? microversionsOf((await read(`${url}/`))?.[0]) : {}) }
  }
  if (version !== undefined && isVersion(version, majors[0])) {
    const url = `${root}/${version}`
    if (type.microversionWord === undefined) return { url: url + project }
    const documents = (await read(`${url}/`)) ?? (await read(`${root}/`)) ?? []
    return { url: url + project, ...microversionsOf(newest(documents, [majors[0]])) }
  }
  const listed = (await read(`${root}/`)) ?? []
  const found = newest(listed, majors)
  if (!found && listed.length > 0) throw notSpoken(type.name, majors, listed)
  if (!found && version !== undefined && majors.some((major) => isVersion(version, major)))
    return { url: `${root}/${version}${project}` }
  return { url: urlOf(root, found, type) + project, ...(type.microversionWord ? microversionsOf(found) : {}) }
}

const notSpoken = (service: string, majors: readonly string[], listed: readonly ApiVersion[]): CloudError =>
  new CloudError(
    'unsupported',
    `${service} on this cloud speaks ${listed.map(({ id }) => id).join(', ')}, and this needs ${majors.join(' or ')}`,
  )

const split = (given: string, projectId: string | undefined) => {
  const bare = given.replace(/[?#].*$/, '').replace(/\/+$/, '')
  const suffix =
    projectId === undefined ? undefined : [`/${projectId}`, `/AUTH_${projectId}`].find((end) => bare.endsWith(end))
  const versioned = suffix === undefined ? bare : bare.slice(0, -suffix.length)
  const version = /\/(v\d+(?:\.\d+)?)$/.exec(versioned)?.[1]
  const root = version === undefined ? versioned : versioned.slice(0, -version.length - 1)
  return { root, version, project: suffix ?? '' }
}

/** The newest of the first of these major versions that is there. */
const newest = (versions: readonly ApiVersion[], majors: readonly string[]): ApiVersion | undefined =>
  majors.flatMap((major) =>
    versions
      .filter(({ id }) => isVersion(id, major))
      .sort((a, b) => b.id.localeCompare(a.id, 'en', { numeric: true }))
      .slice(0, 1),
  )[0]

const microversionsOf = (version: ApiVersion | undefined): Pick<Endpoint, 'microversions'> => {
  const max = parseMicroversion(version?.version ?? '') ?? parseMicroversion(version?.max_version ?? '')
  const min = parseMicroversion(version?.min_version ?? '')
  return max && min ? { microversions: { min, max } } : {}
}

const urlOf = (root: string, version: ApiVersion | undefined, type: ServiceType): string => {
  const href = version?.links?.find(({ rel }) => rel === 'self')?.href
  const path = href === undefined ? undefined : pathOf(href, root)
  if (path === undefined) return root + type.path
  const { origin, pathname } = new URL(root)
  const prefix = pathname === '/' ? '' : pathname
  if (path === prefix || path.startsWith(`${prefix}/`)) return origin + path
  const last = /\/(v\d+(?:\.\d+)?)$/.exec(path)?.[1]
  return last === undefined ? root + type.path : `${root}/${last}`
}

const pathOf = (href: string, root: string): string | undefined =>
  URL.canParse(href, `${root}/`) ? new URL(href, `${root}/`).pathname.replace(/\/+$/, '') : undefined
