import { z } from 'zod'
import type { Choice, Choices } from '../workload/choices.ts'

const choiceSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** What it is, in a few words; absent when it was not among what was looked at. */
  summary: z.string().optional(),
  /** Why this one, as one sentence. */
  because: z.string(),
})

/** What was chosen from a cloud's offer for a workload, and why. */
export const roundChoicesSchema = z.object({
  components: z.array(
    z.object({ component: z.string(), flavor: choiceSchema, image: choiceSchema, zones: z.array(z.string()) }),
  ),
  network: z.object({
    kind: z.enum(['own', 'provider']),
    because: z.string(),
    /** What the networks of the cloud's own are called, by id. */
    names: z.record(z.string(), z.string()).optional(),
  }),
})
export type RoundChoices = Readonly<z.infer<typeof roundChoicesSchema>>

/** A plan's choices without the offers that were not taken. */
export const roundChoices = ({ components, network }: Choices): RoundChoices => ({
  components: components.map(({ component, flavor, image, zones }) => ({
    component,
    flavor: taken(flavor),
    image: taken(image),
    zones: [...zones],
  })),
  network: { ...network, ...(network.names ? { names: { ...network.names } } : {}) },
})

const taken = ({ id, name, because, considered }: Choice<string>): z.infer<typeof choiceSchema> => {
  const summary = considered.find((each) => each.id === id)?.summary
  return { id, name, ...(summary === undefined ? {} : { summary }), because }
}
