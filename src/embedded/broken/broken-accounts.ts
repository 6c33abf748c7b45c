import { defaultFrontProfile } from '../default-front-profile.ts'
import { answering, type Body, changing, ignoring } from './breaking-handlers.ts'
import { type BrokenProfile, broken } from './broken-profile.ts'

const limits = { method: 'GET', path: /\/limits$/ } as const

/** Tokens, keys and quotas that do not end, hold or count as promised. */
export const brokenAccounts: readonly BrokenProfile[] = [
  broken('immortal-token', {
    instead: 'a token that was revoked still lets in',
    onTheWay: ignoring({ method: 'DELETE', path: /\/auth\/tokens$/ }, 204),
    caughtBy: {
      promise: 'a log-in that was ended lets nobody in',
      phase: 'leak-check',
      cause: /: the token that was revoked is still good/,
    },
  }),
  broken(
    'quota-unkept',
    {
      instead: 'more can be made than the quota that is shown',
      onTheWay: answering({ method: 'GET', path: /\/quotas\/[^/]+\/details$/ }, (body) =>
        changing(body, 'quota', (quota) =>
          changing(quota, 'security_group', (detail) => ({ ...detail, limit: shownLimit })),
        ),
      ),
      caughtBy: { rule: 'quotas: beyond a limit nothing is made', reason: /instead of failing with quota_exceeded/ },
    },
    {
      quotas: {
        ...defaultFrontProfile.quotas,
        network: { ...defaultFrontProfile.quotas.network, security_group: 1000 },
      },
    },
  ),
  broken('uncounted-use', {
    instead: 'what is used does not count',
    onTheWay: answering(limits, (body) =>
      changing(body, 'limits', (all) =>
        changing(all, 'absolute', (absolute) =>
          Object.fromEntries(
            Object.entries(absolute).map(([name, value]) => [
              name,
              name.startsWith('total') && /Used$/.test(name) ? 0 : value,
            ]),
          ),
        ),
      ),
    ),
    caughtBy: { rule: 'quotas: servers count with their processors and their memory', reason: /0 !== 1/ },
  }),
  broken('cut-key', {
    instead: 'a public key loses its end',
    onTheWay: answering({ method: 'GET', path: /\/os-keypairs\/[^/]+$/ }, (body) =>
      changing(body, 'keypair', (pair: Body) => ({ ...pair, public_key: String(pair.public_key).slice(0, 40) })),
    ),
    caughtBy: {
      rule: 'key pairs: a create gives the name and the key that were asked for',
      reason: /Expected values to be strictly equal/,
    },
  }),
  broken('same-fingerprint', {
    instead: 'all keys have one fingerprint',
    onTheWay: answering({ method: 'POST', path: /\/os-keypairs$/ }, (body) =>
      changing(body, 'keypair', (pair: Body) => ({
        ...pair,
        fingerprint: '00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff',
      })),
    ),
    caughtBy: { rule: 'key pairs: two keys have two fingerprints', reason: /strictly unequal/ },
  }),
]

/** So many groups the quota allows by its own word. */
const shownLimit = 8
