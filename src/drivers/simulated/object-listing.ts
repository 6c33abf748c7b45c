import { compareUtf8 } from '../../lib/utf8-order.ts'
import type { CommonPrefix, ObjectQuery } from '../../model/object-storage.ts'
import type { KeptContainer, KeptObject } from './object-store.ts'

/** What a list shows, found item by item, each in about the same time however many objects there are. */
export function* objectListing(
  { objects }: KeptContainer,
  { prefix = '', after = '', delimiter = '' }: ObjectQuery,
  isListed: (kept: KeptObject) => boolean,
): Generator<KeptObject | CommonPrefix> {
  let name = compareUtf8(after, prefix) < 0 ? objects.firstFrom(prefix) : objects.firstAfter(after)
  while (name?.startsWith(prefix)) {
    const kept = objects.get(name)
    const end = delimiter === '' ? -1 : name.indexOf(delimiter, prefix.length)
    const isShown = kept && isListed(kept)
    if (isShown && end >= 0) {
      const common = name.slice(0, end + delimiter.length)
      if (common !== after) yield { prefix: common }
      name = objects.firstPast(common)
    } else {
      if (isShown) yield kept
      name = objects.firstAfter(name)
    }
  }
}
