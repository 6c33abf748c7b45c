import type { MeasuredProfile } from './measure-profile.ts'

/** The profile as a file that `cloud serve --profile ./FILE` takes; comments say what was measured, and what could not be. */
export const profileText = async ({ profile, unmeasured }: MeasuredProfile): Promise<string> => {
  const { stringify } = await import('yaml')
  const missing = unmeasured.map(({ key, because }) => `#   ${key}: ${because}`)
  return [
    '# Everything under cloud, front, customer and tls was measured.',
    stringify(profile, { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd(),
    '# Not measured:',
    ...missing,
    '',
  ].join('\n')
}
