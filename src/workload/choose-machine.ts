import { architectures } from '../model/flavor.ts'
import type { Image } from '../model/image.ts'
import { chooseFlavor } from './choose-flavor.ts'
import { chooseImage } from './choose-image.ts'
import type { Component } from './document.ts'
import type { CloudOffer } from './offer.ts'

type Machine = Pick<Component, 'image' | 'resources' | 'traits'>

/** What was found for a component: either may be missing, and then tells what was looked at. */
export interface MachineChoice {
  readonly image: ReturnType<typeof chooseImage>
  readonly flavor: ReturnType<typeof chooseFlavor>
}

/**
 * An image and a flavor of one architecture: the one that the component names or that its servers' image has already, else x86_64 where the cloud has it and what the cloud has
 * where not.
 */
export const chooseMachine = (
  offer: Pick<CloudOffer, 'flavors' | 'images' | 'has'>,
  component: Machine,
  kept: Image | undefined,
): MachineChoice => {
  const held = component.image.architecture ?? kept?.architecture
  let best: MachineChoice | undefined
  for (const architecture of held ? [held] : architectures) {
    const like = { ...component, image: { ...component.image, architecture } }
    const image = chooseImage(offer.images, like.image)
    const flavor = chooseFlavor(offer, like, kept ?? image.choice?.image)
    if ((kept || image.choice) && flavor.choice) return { image, flavor }
    if (!best || (image.choice && !best.image.choice)) best = { image, flavor }
  }
  return best as MachineChoice
}
