import type { Permission, Trust } from '../model/cloud-description.ts'
import type { Finding } from './assessment.ts'
import type { Comparison, Use } from './comparison.ts'
import { absorbed, blocking, needsChoice } from './findings.ts'

/** How one gets in, where one is then, and what one may do. */
export const compareAccess = (comparison: Comparison): readonly Finding[] => [
  ...places(comparison),
  ...trust(comparison),
  ...permissions(comparison),
]

const places = ({ from, to }: Comparison): readonly Finding[] => {
  const why = 'clouds.yaml says it once for each cloud, and no workload names it'
  const named = [
    ['region', from.offer.traits.region, to.offer.traits.region],
    ['domain', from.description?.domain?.name, to.description?.domain?.name],
  ] as const
  return named.flatMap(([subject, here, there]) =>
    here === undefined || there === undefined || here === there
      ? []
      : [absorbed('configuredCloud', why, { area: 'access', subject, here, there })],
  )
}

const words: Readonly<Record<Trust, string>> = {
  system: 'a known authority',
  'own authority': 'its own authority',
  unverified: 'not verified',
  loopback: 'http on this machine',
  none: 'plain http',
}

const trust = ({ from, to }: Comparison): readonly Finding[] => {
  const [here, there] = [from.description?.trust, to.description?.trust]
  if (here === undefined || there === undefined || here === there) return []
  const difference = { area: 'access', subject: 'certificates', here: words[here], there: words[there] } as const
  switch (there) {
    case 'own authority':
      return [absorbed('pinnedAuthority', 'clouds.yaml names its certificate in cacert', difference)]
    case 'unverified':
    case 'none':
      return [
        needsChoice('anyone on the way can read the password and the tokens', {
          ...difference,
          hint:
            there === 'none'
              ? 'use its https endpoint, or reach it through a tunnel'
              : 'set cacert instead of verify: false',
        }),
      ]
    default:
      return []
  }
}

/** Those whose absence no layout of networks can make up for. */
const needs: Partial<Readonly<Record<Permission, Use>>> = {
  create_server: 'server',
  create_volume: 'volume',
  create_image: 'image',
  create_key_pair: 'key-pair',
  create_security_group: 'security-group',
}

const permissions = ({ from, to, uses }: Comparison): readonly Finding[] => {
  const [here, there] = [from.description?.allowed, to.description?.allowed]
  if (!here || !there) return []
  return (Object.entries(needs) as [Permission, Use][]).flatMap(([permission, use]) =>
    here[permission] === 'no' || there[permission] !== 'no'
      ? []
      : [
          blocking('this user may not do it there', {
            area: 'access',
            subject: permission.replaceAll('_', ' '),
            here: here[permission] === 'yes' ? 'allowed' : 'not forbidden',
            there: 'forbidden',
            met: uses.has(use),
            hint: 'ask that cloud’s operator for the role or the quota',
          }),
        ],
  )
}
