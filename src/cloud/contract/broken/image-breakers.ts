import { accepting, asking, type BreakDriver, breaking, giving, listing } from './breaking.ts'
import { lifeBreakers } from './life-breakers.ts'

export const imageBreakers = {
  ...lifeBreakers('images', {
    create: 'images.content.create',
    get: 'images.get',
    list: 'images.list',
    delete: 'images.content.delete',
  }),
  'images: a list shows the image that servers boot from, active': listing('images.list', (images) =>
    images.map((image) => ({ ...image, status: 'importing' })),
  ),
  'images: what does not exist is not found': accepting('images.get'),
  'images: a create gives what was asked for, without data': asking('images.content.create', (spec) => ({
    ...spec,
    minDiskGiB: 0,
  })),
  'images: data comes out as it went in': breaking('images.content.download', (good) => async (id, call) => {
    let shift = 0
    return (await good(id, call)).pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform: (bytes, controller) => {
          shift += 1
          controller.enqueue(bytes.map((byte) => byte ^ (shift === 1 ? 1 : 0)))
        },
      }),
    )
  }),
  'images: size and checksums are those of the data': giving('images.get', (image) => ({
    ...image,
    checksums: { md5: 'd41d8cd98f00b204e9800998ecf8427e' },
  })),
  'images: data goes in once': accepting('images.content.upload'),
  'images: no data comes out before it went in': accepting('images.content.download'),
  'images: no data goes into what does not exist': accepting('images.content.upload'),
} satisfies Record<string, BreakDriver>

export const keyPairBreakers = {
  ...lifeBreakers('key pairs', {
    create: 'keyPairs.create',
    get: 'keyPairs.get',
    list: 'keyPairs.list',
    delete: 'keyPairs.delete',
  }),
  'key pairs: a create gives the name and the key that were asked for': giving('keyPairs.get', (keyPair) => ({
    ...keyPair,
    publicKey: 'ssh-rsa AAAA',
  })),
  'key pairs: two keys have two fingerprints': giving('keyPairs.create', (keyPair) => ({
    ...keyPair,
    fingerprint: '00:00',
  })),
  'key pairs: a taken name stays with its first key': accepting('keyPairs.create'),
  'key pairs: what is no public key is refused': accepting('keyPairs.create'),
  'key pairs: what does not exist is not found': accepting('keyPairs.get'),
} satisfies Record<string, BreakDriver>
