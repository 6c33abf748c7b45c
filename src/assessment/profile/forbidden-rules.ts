import type { ProfileFacts } from './profile-facts.ts'

const rules = ['create_network', 'create_router', 'add_image', 'upload_image'] as const
/** The rules of a policy that show without making anything. */
export type MeasuredRule = (typeof rules)[number]

/** What the policy forbids: what is not to be had although its service and its quota are there. */
export const forbiddenRules = ({ survey, quotas }: ProfileFacts): readonly MeasuredRule[] => {
  const { has } = survey.offer
  const missing: Readonly<Record<MeasuredRule, boolean>> = {
    create_network: !has.networks && quotas.network?.network !== 0,
    create_router:
      !has.routers &&
      quotas.network?.router !== 0 &&
      (survey.description?.extensions.network?.includes('router') ?? false),
    add_image: !survey.ownImages,
    upload_image: !survey.ownImages,
  }
  return rules.filter((rule) => missing[rule])
}
