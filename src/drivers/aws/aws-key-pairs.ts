import type { KeyPairInfo } from '@aws-sdk/client-ec2'
import type { KeyPairDriver } from '../../cloud/driver.ts'
import { asId } from '../../model/id.ts'
import type { KeyPair } from '../../model/key-pair.ts'
import { type AwsAccount, byToken, during, gone, newTags, once, theOne } from './aws-account.ts'

/** Imported key pairs. Their id here is their name, which is what EC2's other calls take. */
export const awsKeyPairs = (account: AwsAccount): KeyPairDriver => {
  const { sdk, client } = account
  return {
    create: ({ name, publicKey }, call) =>
      once(
        account,
        call.token,
        async () => {
          const { KeyPairs = [] } = await client.send(
            new sdk.DescribeKeyPairsCommand({ Filters: byToken(call.token), IncludePublicKey: true }),
            during(call),
          )
          return KeyPairs.map(asKeyPair)[0]
        },
        async () => {
          const made = await client.send(
            new sdk.ImportKeyPairCommand({
              KeyName: name,
              PublicKeyMaterial: Buffer.from(publicKey),
              TagSpecifications: newTags('key-pair', { name, token: call.token }),
            }),
            during(call),
          )
          return { ...asKeyPair(made), publicKey }
        },
      ),
    async *list(call) {
      const { KeyPairs = [] } = await client.send(
        new sdk.DescribeKeyPairsCommand({ IncludePublicKey: true }),
        during(call),
      )
      yield* KeyPairs.map(asKeyPair)
    },
    async get(id, call) {
      const { KeyPairs } = await client.send(
        new sdk.DescribeKeyPairsCommand({ KeyNames: [id], IncludePublicKey: true }),
        during(call),
      )
      return asKeyPair(theOne(KeyPairs, 'KeyPair', id))
    },
    delete: (id, call) => gone(client.send(new sdk.DeleteKeyPairCommand({ KeyName: id }), during(call))),
  }
}

const asKeyPair = ({ KeyName = '', KeyFingerprint = '', PublicKey }: KeyPairInfo): KeyPair => ({
  id: asId<'key-pair'>(KeyName),
  name: KeyName,
  ...(PublicKey === undefined ? {} : { publicKey: PublicKey }),
  fingerprint: KeyFingerprint,
})
