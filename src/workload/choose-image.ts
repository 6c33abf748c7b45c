import type { Architecture } from '../model/flavor.ts'
import type { ImageId } from '../model/id.ts'
import type { Image } from '../model/image.ts'
import type { Choice, Considered } from './choices.ts'
import type { Component } from './document.ts'

/** What an image's own properties or, where it has none, its name say about the system in it. */
export interface ImageIdentity {
  readonly distro: string
  readonly version?: string
  readonly architecture?: Architecture
  readonly from: 'properties' | 'name'
}

/**
 * The newest active image with that operating system: identified by its properties, else by a name of the form that distributions use. Public
 * images come before private ones; captures of servers are never taken. `considered` says why the others were not.
 */
export const chooseImage = (
  images: readonly Image[],
  wanted: Component['image'],
): { readonly choice?: Choice<ImageId> & { readonly image: Image }; readonly considered: readonly Considered[] } => {
  const looked = images.flatMap((image) => {
    const identity = identifyImage(image)
    return identity.distro === wanted.os ? [{ image, identity, rejected: rejection(image, identity, wanted) }] : []
  })
  const fitting = looked.filter(({ rejected }) => rejected === undefined).sort(byPreference)
  const failing = looked.filter(({ rejected }) => rejected !== undefined)
  const considered = [...fitting, ...failing].slice(0, 40).map(({ image, identity, rejected }) => ({
    id: image.id,
    name: image.name,
    summary: summaryOf(image, identity),
    ...(rejected === undefined ? {} : { rejected }),
  }))
  const best = fitting[0]
  if (!best) return { considered }
  const because = [
    `its ${best.identity.from === 'name' ? 'name says' : 'properties say'} ${describeWanted(wanted)}`,
    ...(fitting.length > 1 ? [`the newest of ${fitting.length}`] : []),
  ].join('; ')
  return { choice: { id: best.image.id, name: best.image.name, because, considered, image: best.image }, considered }
}

/** For people: `debian 12`, or `debian 12 for aarch64` when an architecture is asked for. */
export const describeWanted = ({ os, version, architecture }: Component['image']): string =>
  [os, version, architecture && `for ${architecture}`].filter(Boolean).join(' ')

const rejection = (image: Image, identity: ImageIdentity, wanted: Component['image']): string | undefined => {
  if (image.status !== 'active') return `is ${image.status}`
  // Nova marks what it captured with these (openstack/nova nova/compute/api.py, `_initialize_instance_snapshot_metadata`).
  if (image.properties.image_type === 'snapshot' || image.properties.instance_uuid || image.properties.base_image_ref)
    return 'was captured from a server'
  if (wanted.version !== undefined && !sameVersion(identity.version, wanted.version))
    return `is version ${identity.version ?? 'unknown'}`
  if (identity.architecture && wanted.architecture && identity.architecture !== wanted.architecture)
    return `is for ${identity.architecture}`
  return undefined
}

/** `12` is met by `12` and `12.5`; `24.04` by `24.04` and `24.04.1`. */
const sameVersion = (has: string | undefined, wanted: string): boolean =>
  has === wanted || has?.startsWith(`${wanted}.`) === true

const byPreference = (
  one: { image: Image; identity: ImageIdentity },
  other: { image: Image; identity: ImageIdentity },
): number =>
  Number(one.identity.from === 'name') - Number(other.identity.from === 'name') ||
  Number(other.image.public) - Number(one.image.public) ||
  compareVersions(other.identity.version ?? '', one.identity.version ?? '') ||
  Date.parse(other.image.createdAt ?? '1970-01-01') - Date.parse(one.image.createdAt ?? '1970-01-01') ||
  other.image.name.localeCompare(one.image.name)

const compareVersions = (one: string, other: string): number => one.localeCompare(other, 'en', { numeric: true })

/** Distributions whose names stand for versions in image names. */
const codenames: Readonly<Record<string, string>> = {
  bullseye: '11',
  bookworm: '12',
  trixie: '13',
  focal: '20.04',
  jammy: '22.04',
  noble: '24.04',
}
const architectureNames: Readonly<Record<string, Architecture>> = {
  amd64: 'x86_64',
  x64: 'x86_64',
  arm64: 'aarch64',
  aarch64: 'aarch64',
  ppc64le: 'ppc64le',
  ppc64el: 'ppc64le',
  s390x: 's390x',
  riscv64: 'riscv64',
}

/** Words that clouds put before a distribution's name on the images that they offer. */
const shelves: ReadonlySet<string> = new Set(['community', 'standard', 'official', 'public', 'vmi'])

/** `debian12` and `ubuntu2404` as the words that others put a space between. */
const apart = (word: string): readonly string[] => {
  const [, distro, version] = /^([a-z]{3,})(\d{1,2}|\d{4})$/.exec(word) ?? []
  if (distro === undefined || version === undefined) return [word]
  return [distro, version.length === 4 ? `${version.slice(0, 2)}.${version.slice(2)}` : version]
}

/** The system in an image, by its properties, else by its name: what `Debian 12`, `debian-12-generic-amd64-20240717` or `ubuntu/images/ubuntu-jammy-22.04-amd64-server` say. */
export const identifyImage = ({ name, operatingSystem, architecture }: Image): ImageIdentity => {
  // Canonical's names on AWS are paths: the last part has it all.
  const words = (name.split('/').at(-1) ?? name)
    .toLowerCase()
    .replaceAll('x86_64', 'amd64')
    .split(/[^a-z0-9.]+/)
    .filter(Boolean)
  const named = words.map((word) => architectureNames[word]).find((word) => word !== undefined)
  const architectureKnown = architecture ?? named
  const common = architectureKnown ? { architecture: architectureKnown } : {}
  if (operatingSystem)
    return {
      distro: operatingSystem.distro,
      ...(operatingSystem.version === undefined ? {} : { version: operatingSystem.version }),
      ...common,
      from: 'properties',
    }
  // A version stands beside the distribution's name: numbers further on are dates and builds.
  const start = words.findIndex((word) => !shelves.has(word))
  const [distro = '', ...rest] = words.slice(start).flatMap((word, index) => (index === 0 ? apart(word) : [word]))
  const near = rest
    .filter((word) => word !== distro && !['gnu', 'linux', 'server', 'images', 'cloud'].includes(word))
    .slice(0, 2)
  const version = near
    .map((word) => (/^v?\d{1,2}(\.\d+)*$/.test(word) ? word.replace('v', '') : codenames[word]))
    .find(Boolean)
  return { distro, ...(version === undefined ? {} : { version }), ...common, from: 'name' }
}

const summaryOf = ({ public: isPublic, createdAt }: Image, { distro, version, architecture }: ImageIdentity): string =>
  [
    [distro, version].filter(Boolean).join(' '),
    architecture ?? 'architecture unknown',
    isPublic ? 'public' : 'private',
    ...(createdAt ? [`of ${createdAt.slice(0, 10)}`] : []),
  ].join(', ')
