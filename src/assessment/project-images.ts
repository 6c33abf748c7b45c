import type { Image } from '../model/image.ts'
import { describeWanted } from '../workload/choose-image.ts'
import type { Finding } from './assessment.ts'
import type { Comparison } from './comparison.ts'
import { absorbed, blocking, counted, grouped, needsChoice } from './findings.ts'
import { type ImageIndex, imageIndex, wantedOf } from './image-index.ts'
import type { Project } from './project.ts'

/** What servers were made from and what the project brought itself: found there by its content, or to be uploaded. */
export const projectImages = (comparison: Comparison, project: Project): readonly Finding[] => {
  const { from, to } = comparison
  const index = imageIndex(to.offer.images)
  const here = new Map([...from.offer.images, ...project.images].map((image) => [image.id as string, image]))
  const own = new Set(project.images.map(({ id }) => id as string))
  const users = usersOf(project)
  return [
    ...[...users].flatMap(([id, names]): readonly Finding[] => {
      const image = here.get(id)
      if (!image) return [goneFrom(id, names)]
      return own.has(id) ? [] : systemImage(image, names, index)
    }),
    ...project.images.flatMap((image) => ownImage(image, users.get(image.id) ?? [], comparison, index)),
  ]
}

/** The names of the servers made from each image; of those that boot from a volume, its image. */
const usersOf = ({ servers, volumes }: Project): ReadonlyMap<string, readonly string[]> => {
  const bootImages = new Map(
    volumes.flatMap(({ attachments, bootable, imageId }) =>
      bootable && imageId ? attachments.map(({ serverId }) => [serverId as string, imageId as string] as const) : [],
    ),
  )
  const made = servers.flatMap(({ id, name, imageId }) => {
    const from = imageId ?? bootImages.get(id)
    return from === undefined ? [] : [{ from: from as string, name }]
  })
  return new Map([...grouped(made, ({ from }) => from)].map(([id, group]) => [id, group.map(({ name }) => name)]))
}

const systemImage = (image: Image, names: readonly string[], index: ImageIndex): readonly Finding[] => {
  const same = index.same(image)
  const base = { area: 'images', subject: counted(names.length, 'server'), resources: names, here: image.name } as const
  if (same)
    return same.name === image.name
      ? []
      : [absorbed('imageByContent', 'its data is the same', { ...base, there: same.name })]
  const wanted = wantedOf(image)
  const found = wanted && index.choose(wanted)
  if (wanted && found?.choice)
    return found.choice.name === image.name
      ? []
      : [absorbed('imageByContent', found.choice.because, { ...base, there: found.choice.name })]
  const near = (found?.considered ?? []).slice(0, 3).map(({ name, rejected }) => `${name} (${rejected})`)
  return [
    needsChoice(
      wanted ? `no image there is ${describeWanted(wanted)}` : 'neither its name nor its properties say what is in it',
      {
        ...base,
        there: 'none',
        hint: near.length > 0 ? `near: ${near.join(', ')}` : 'upload it, or choose another system',
      },
    ),
  ]
}

const ownImage = (
  image: Image,
  names: readonly string[],
  { to }: Comparison,
  index: ImageIndex,
): readonly Finding[] => {
  if (index.same(image)) return []
  const formats = to.offer.traits.imageFormats
  const format = image.format ?? 'of unknown format'
  const base = {
    area: 'images',
    subject: `image ${image.name}`,
    resources: names,
    here: `${format}, its own`,
  } as const
  if (!to.ownImages || to.description?.allowed.create_image === 'no')
    return [
      blocking('this project may not upload images there', {
        ...base,
        there: 'no uploads',
        hint: 'ask that cloud’s operator to add it',
      }),
    ]
  if (image.format && formats && !formats.includes(image.format))
    return [
      needsChoice(`it must be uploaded, and ${image.format} is not taken there`, {
        ...base,
        there: `takes ${formats.join(', ')}`,
        hint: `convert it first: qemu-img convert -O ${formats[0]}`,
      }),
    ]
  return [
    needsChoice('it must be uploaded', {
      ...base,
      there: 'not there',
      hint: 'openstack image save, openstack image create',
    }),
  ]
}

const goneFrom = (id: string, names: readonly string[]): Finding =>
  needsChoice('it is no longer here, so what is in it is not known', {
    area: 'images',
    subject: counted(names.length, 'server'),
    resources: names,
    here: id,
    there: 'unknown',
    hint: 'make an image of a server, or choose another system',
  })
