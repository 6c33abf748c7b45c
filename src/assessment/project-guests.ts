import type { Finding } from './assessment.ts'
import type { Comparison } from './comparison.ts'
import { absorbed, blocking, counted, needsChoice } from './findings.ts'
import type { Project } from './project.ts'

/** What servers carry with them: metadata, keys, rules. */
export const projectGuests = (
  comparison: Comparison,
  project: Project,
  there: Project | undefined,
): readonly Finding[] => [
  ...metadata(comparison, project),
  ...keyPairs(project, there),
  ...securityGroups(comparison, project),
]

const metadata = ({ to }: Comparison, { servers }: Project): readonly Finding[] => {
  const most = to.description?.limits.serverMetadataItems
  if (most === undefined) return []
  const full = servers.filter((server) => Object.keys(server.metadata).length > most)
  if (full.length === 0) return []
  return [
    blocking('they have more metadata than a server may have there', {
      area: 'guests',
      subject: counted(full.length, 'server'),
      resources: full.map(({ name }) => name),
      here: `up to ${full.reduce((sum, { metadata: all }) => Math.max(sum, Object.keys(all).length), 0)} items`,
      there: `at most ${most} items`,
    }),
  ]
}

const keyPairs = ({ keyPairs: here }: Project, there: Project | undefined): readonly Finding[] => {
  const lost = here.filter(({ publicKey }) => publicKey === undefined)
  const taken = new Map((there?.keyPairs ?? []).map((pair) => [pair.name, pair]))
  const clashing = here.filter(({ name, publicKey, fingerprint }) => {
    const other = taken.get(name)
    if (!other) return false
    return publicKey && other.publicKey
      ? keyOf(publicKey) !== keyOf(other.publicKey)
      : fingerprint !== other.fingerprint
  })
  const findings: Finding[] = []
  if (lost.length > 0)
    findings.push(
      needsChoice('this cloud does not give public keys back', {
        area: 'key pairs',
        subject: counted(lost.length, 'key pair'),
        resources: lost.map(({ name }) => name),
        here: 'registered',
        there: 'to be registered',
        hint: 'bring the public keys as files',
      }),
    )
  if (clashing.length > 0)
    findings.push(
      absorbed('distinctNames', 'a deployment’s key has the deployment’s name, whatever others are called', {
        area: 'key pairs',
        subject: counted(clashing.length, 'key pair'),
        resources: clashing.map(({ name }) => name),
        here: 'registered',
        there: 'other keys of the same names',
      }),
    )
  return findings
}

/** Of OpenSSH’s line the type and the key; the comment after them says nothing. */
const keyOf = (line: string): string => line.trim().split(/\s+/).slice(0, 2).join(' ')

const securityGroups = ({ from, to }: Comparison, { securityGroups: groups }: Project): readonly Finding[] => {
  const [here, there] = [from.offer.traits, to.offer.traits]
  if (groups.length === 0) return []
  const base = {
    area: 'security groups',
    subject: counted(groups.length, 'security group'),
    resources: groups.map(({ name }) => name),
  } as const
  if (there.withoutSecurityGroups)
    return [
      needsChoice('whoever reaches a server’s network there reaches all that listens on it', {
        ...base,
        here: 'there',
        there: 'none',
        hint: 'close ports in the guests themselves, or take a cloud with security groups',
      }),
    ]
  if (!there.egressIsExplicit || here.egressIsExplicit) return []
  return [
    absorbed('egressRules', 'a rule that lets servers out is made with the group', {
      ...base,
      here: 'all may go out',
      there: 'nothing goes out without a rule',
    }),
  ]
}
