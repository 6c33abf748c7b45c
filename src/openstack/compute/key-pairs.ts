import { z } from 'zod'
import type { KeyPairAnswer } from '../../wire/openstack/compute/key-pair-answer.ts'
import { keyPairAnswer } from '../../wire/openstack/compute/key-pair-answer.ts'
import { items } from '../session/pages.ts'
import { resource } from '../session/resource.ts'
import type { ServiceClient } from '../session/service-client.ts'
import type { SessionCall } from '../session/session-call.ts'

/** 2.35 brought pages. */
const microversions = { max: '2.35' }

/** The user's key pairs, one by one: `/os-keypairs/{name}`. Their lists are `listKeyPairs`. */
export const keyPairs = resource<
  typeof keyPairAnswer,
  { readonly name: string; readonly public_key: string; readonly type?: 'ssh' | 'x509' }
>({ collection: 'os-keypairs', member: 'keypair', answer: keyPairAnswer, microversions })

/** The user's key pairs: `GET /os-keypairs`. */
export async function* listKeyPairs(compute: ServiceClient, { signal }: SessionCall): AsyncGenerator<KeyPairAnswer> {
  const item = z.looseObject({ keypair: keyPairAnswer })
  for await (const { keypair } of items(compute, {
    path: '/os-keypairs',
    key: 'keypairs',
    item,
    microversions,
    signal,
  }))
    yield keypair
}
