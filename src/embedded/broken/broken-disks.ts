import { answering, asking, type Body, changing, changingEach, remembering } from './breaking-handlers.ts'
import { type BrokenProfile, broken } from './broken-profile.ts'

const volumeShown = { method: 'GET', path: /\/volumes\/[^/]+$/ } as const
const imageShown = { method: 'GET', path: /\/images\/[^/]+$/ } as const
const oneVolume = { one: 'volume', many: 'volumes' } as const

/** Volumes, snapshots and images that are of another size, state or content than promised. */
export const brokenDisks: readonly BrokenProfile[] = [
  broken('small-volume', {
    instead: 'a volume is smaller than it was asked for',
    onTheWay: asking({ method: 'POST', path: /\/volumes$/ }, (body) =>
      changing(body, 'volume', (volume) => ({ ...volume, size: Math.max(1, Number(volume.size) - 1) })),
    ),
    caughtBy: {
      promise: 'a volume is as it was asked for',
      phase: 'promises',
      cause: /: volume\/\S+ has 1 GiB instead of 2/,
    },
  }),
  broken('stuck-volume', {
    instead: 'a volume that was taken off stays in use',
    onTheWay: remembering(
      () => new Set<unknown>(),
      (used) =>
        answering(volumeShown, (body) =>
          changingEach(body, oneVolume, (volume) => {
            if (volume.status === 'in-use') used.add(volume.id)
            return used.has(volume.id) ? { ...volume, status: 'in-use' } : volume
          }),
        ),
    ),
    caughtBy: { rule: 'attachments: a volume taken off is available again', reason: /did not happen in time/ },
  }),
  broken('wrong-snapshot-size', {
    instead: 'a snapshot is larger than its volume',
    onTheWay: answering({ method: 'GET', path: /\/snapshots\/[^/]+$/ }, (body) =>
      changingEach(body, { one: 'snapshot', many: 'snapshots' }, (snapshot) => ({
        ...snapshot,
        size: Number(snapshot.size) + 1,
      })),
    ),
    caughtBy: { rule: 'snapshots: one becomes available in the size of its volume', reason: /sizeGiB/ },
  }),
  broken('public-image', {
    instead: 'an image that was uploaded for oneself is public',
    onTheWay: answering(imageShown, (image) => ({ ...image, visibility: 'public' })),
    caughtBy: {
      rule: 'images: a create gives what was asked for, without data',
      reason: /true !== false/,
    },
  }),
  broken('wrong-checksum', {
    instead: 'an image has the checksum of other data',
    onTheWay: answering(imageShown, (image: Body) => ({
      ...image,
      ...(image.checksum ? { checksum: 'd41d8cd98f00b204e9800998ecf8427e' } : {}),
    })),
    caughtBy: { rule: 'images: size and checksums are those of the data', reason: /d41d8cd98f00b204e9800998ecf8427e/ },
  }),
]
