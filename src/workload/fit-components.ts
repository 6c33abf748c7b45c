import type { Flavor } from '../model/flavor.ts'
import type { ImageId, ZoneId } from '../model/id.ts'
import type { ComponentChoice, Considered } from './choices.ts'
import { chooseFlavor } from './choose-flavor.ts'
import { describeWanted } from './choose-image.ts'
import { chooseMachine } from './choose-machine.ts'
import type { CompleteDocument, Component } from './document.ts'
import type { Instance } from './instance.ts'
import type { CloudOffer } from './offer.ts'
import { type AvoidedZones, zoneOf } from './placement/avoided-zones.ts'
import { placeInstances } from './placement/place-instances.ts'
import type { Refusal } from './plan.ts'
import type { PreviousSpecs } from './previous-specs.ts'
import { volumeTypeOf } from './volume-size.ts'

/** What a component's servers are made of on one cloud. */
export interface Fitted {
  readonly flavor: Flavor
  readonly imageId: ImageId
  readonly system: string
  /** Present when they boot from a volume, because the flavor has no disk of its own. */
  readonly bootVolumeGiB?: number
}

export interface FittedComponents {
  readonly fitted: ReadonlyMap<string, Fitted>
  readonly instances: readonly Instance[]
  readonly choices: readonly ComponentChoice[]
  readonly refusals: readonly Refusal[]
}

/** Finds an image, a flavor and places for every component; what cannot be found are refusals. */
export const fitComponents = (
  document: CompleteDocument,
  offer: CloudOffer,
  previous: PreviousSpecs,
  avoid: AvoidedZones = new Map(),
): FittedComponents => {
  const fitted = new Map<string, Fitted>()
  const instances: Instance[] = []
  const choices: ComponentChoice[] = []
  const refusals: Refusal[] = []
  for (const [name, component] of Object.entries(document.components)) {
    const first = previous.get('server', `server/${name}-1`)
    const system = describeWanted(component.image)
    const kept = first?.system === system ? first.imageId : undefined
    const keptImage = offer.images.find(({ id }) => id === kept)
    const {
      image,
      flavor: { choice: flavorChoice, considered },
    } = chooseMachine(offer, component, keptImage)
    const sticky =
      first &&
      chooseFlavor({ ...offer, flavors: offer.flavors.filter(({ id }) => id === first.flavorId) }, component, keptImage)
    const flavor = sticky?.choice ?? flavorChoice
    const placed = placeInstances(name, component, component.placement ?? document.placement, offer)
    const imageId = kept ?? image.choice?.id
    if (imageId === undefined) refusals.push(noImage(name, system, image.considered))
    if (!flavor) refusals.push(noFlavor(name, component, considered))
    if ('refusal' in placed) refusals.push(placed.refusal)
    refusals.push(...volumeRefusals(name, component, offer))
    const places = 'zones' in placed ? placed : { zones: [], others: [] }
    for (let index = 1; index <= component.count; index += 1) {
      const instance = `${name}-${index}`
      const before = zoneBefore(instance, component, previous)
      const zone = zoneOf(places, index, before, avoid.get(instance))
      instances.push({ name: instance, componentName: name, component, index, ...(zone ? { zone } : {}) })
    }
    if (imageId === undefined || !flavor) continue
    const bootsFromVolume = flavor.flavor.diskGiB === 0 && offer.has.volumes
    const bootVolumeGiB = Math.max(
      10,
      Math.ceil((component.resources.disk ?? 0) / 1024),
      image.choice?.image.minDiskGiB ?? 0,
      volumeTypeOf(offer.volumeTypes, undefined)?.minGiB ?? 0,
    )
    fitted.set(name, {
      flavor: flavor.flavor,
      imageId,
      system,
      ...(bootsFromVolume
        ? {
            bootVolumeGiB:
              first?.bootVolumeGiB && first.bootVolumeGiB >= bootVolumeGiB ? first.bootVolumeGiB : bootVolumeGiB,
          }
        : {}),
    })
    choices.push({
      component: name,
      flavor: {
        id: flavor.id,
        name: flavor.name,
        because: sticky?.choice ? 'it has it already, and it meets the minimums' : flavor.because,
        considered,
      },
      image: {
        id: imageId,
        name: keptImage?.name ?? (kept ? kept : (image.choice?.name ?? '')),
        because: kept ? 'it was made from it' : (image.choice?.because ?? ''),
        considered: image.considered,
      },
      zones: instances.filter((each) => each.componentName === name).flatMap(({ zone }) => (zone ? [zone.name] : [])),
      admittedZones: [...places.zones, ...places.others].map((zone) => ({ id: zone.id, name: zone.name })),
    })
  }
  return { fitted, instances, choices, refusals }
}

/** Where its volumes are, else where its server is: data cannot move. */
const zoneBefore = (instance: string, { volumes }: Component, previous: PreviousSpecs): ZoneId | undefined => {
  for (const volume of Object.keys(volumes)) {
    const zoneId = previous.get('volume', `volume/${instance}-${volume}`)?.zoneId
    if (zoneId !== undefined) return zoneId
  }
  return previous.get('server', `server/${instance}`)?.zoneId
}

const noImage = (subject: string, wanted: string, considered: readonly Considered[]): Refusal => ({
  subject,
  reason: `this cloud has no image of ${wanted}`,
  hint:
    considered.length > 0
      ? `near: ${considered
          .slice(0, 3)
          .map(({ name, rejected }) => `${name} (${rejected})`)
          .join(', ')}`
      : 'upload one with the properties os_distro and os_version, or ask for another system',
})

const noFlavor = (subject: string, component: Component, considered: readonly Considered[]): Refusal => ({
  subject,
  reason: `no flavor of this cloud fits${component.traits.required.length > 0 ? ` with ${component.traits.required.join(' and ')}` : ''}`,
  hint: `nearest: ${
    considered
      .slice(0, 3)
      .map(({ name, rejected }) => `${name} (${rejected})`)
      .join(', ') || 'the cloud shows no flavor'
  }`,
})

const volumeRefusals = (subject: string, component: Component, offer: CloudOffer): readonly Refusal[] => {
  const volumes = Object.entries(component.volumes)
  if (volumes.length > 0 && !offer.has.volumes)
    return [
      {
        subject,
        reason: 'it has volumes, and this cloud has none',
        hint: 'take its volumes away, or deploy it to another cloud',
      },
    ]
  const types = offer.volumeTypes.map(({ name }) => name)
  return volumes.flatMap(([name, { type, size }]): Refusal[] => {
    const { maxGiB } = volumeTypeOf(offer.volumeTypes, type) ?? {}
    if (maxGiB !== undefined && size > maxGiB * 1024)
      return [{ subject, reason: `its volume ${name} has more than the ${maxGiB} GiB that this cloud takes` }]
    return type === undefined || types.includes(type)
      ? []
      : [
          {
            subject,
            reason: `this cloud has no volume type ${type} for its volume ${name}`,
            hint: `its types are ${types.join(', ') || 'none'}`,
          },
        ]
  })
}
