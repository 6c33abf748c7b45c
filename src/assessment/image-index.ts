import type { Image } from '../model/image.ts'
import { chooseImage, type ImageIdentity, identifyImage } from '../workload/choose-image.ts'
import type { Component } from '../workload/document.ts'
import { grouped } from './findings.ts'

/** The images of one cloud, quick to choose from many times. */
export interface ImageIndex {
  /** What `chooseImage` chooses of all of them. */
  choose(wanted: Component['image']): ReturnType<typeof chooseImage>
  /** One whose data is the same, where both clouds tell digests of the same kind. */
  same(image: Image): Image | undefined
}

/** Sorts images by system and by the first part of its version, so that few are looked at for each choice. */
export const imageIndex = (images: readonly Image[]): ImageIndex => {
  const identified = images.map((image) => ({ image, identity: identifyImage(image) }))
  const byDistro = grouped(identified, ({ identity }) => identity.distro)
  const byVersion = grouped(identified, ({ identity }) => `${identity.distro} ${major(identity.version)}`)
  const byDigest = new Map(images.flatMap((image) => digestsOf(image).map((digest) => [digest, image] as const)))
  const chosen = new Map<string, ReturnType<typeof chooseImage>>()
  const look = (wanted: Component['image']) => {
    const near = wanted.version === undefined ? undefined : byVersion.get(`${wanted.os} ${major(wanted.version)}`)
    const found = chooseImage(
      (near ?? byDistro.get(wanted.os) ?? []).map(({ image }) => image),
      wanted,
    )
    if (found.choice || !near) return found
    return chooseImage(
      (byDistro.get(wanted.os) ?? []).slice(0, 40).map(({ image }) => image),
      wanted,
    )
  }
  return {
    choose(wanted) {
      const key = `${wanted.os} ${wanted.version} ${wanted.architecture}`
      const known = chosen.get(key) ?? look(wanted)
      chosen.set(key, known)
      return known
    },
    same: (image) => digestsOf(image).flatMap((digest) => byDigest.get(digest) ?? [])[0],
  }
}

/** What is said of an image's system, as a workload would ask for it; undefined where nothing is said. */
export const wantedOf = (image: Image, { distro, version, architecture }: ImageIdentity = identifyImage(image)) =>
  distro === ''
    ? undefined
    : {
        os: distro,
        ...(version === undefined ? {} : { version }),
        ...(architecture ? { architecture } : {}),
      }

const major = (version: string | undefined): string => version?.split('.')[0] ?? ''

const digestsOf = ({ checksums: { md5, sha256, sha512 } }: Image): readonly string[] =>
  [md5 && `md5 ${md5}`, sha256 && `sha256 ${sha256}`, sha512 && `sha512 ${sha512}`].filter(
    (digest) => digest !== undefined && digest !== '',
  ) as readonly string[]
