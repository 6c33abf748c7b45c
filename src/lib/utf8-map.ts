import { compareUtf8 } from './utf8-order.ts'

/** So many keys a block has at most: a new key moves no more than that. */
const most = 512

/** A map whose keys can be walked through in the order of their UTF-8 bytes, from anywhere, while it changes. */
export class Utf8Map<Value> {
  readonly #values = new Map<string, Value>()
  /** All keys in order, in blocks that are never empty. */
  readonly #blocks: string[][] = []

  get size(): number {
    return this.#values.size
  }

  get(key: string): Value | undefined {
    return this.#values.get(key)
  }

  set(key: string, value: Value): void {
    const isNew = !this.#values.has(key)
    this.#values.set(key, value)
    if (!isNew) return
    const index = Math.min(this.#blockOf(beforeText(key)), this.#blocks.length - 1)
    const block = this.#blocks[index]
    if (!block) {
      this.#blocks.push([key])
      return
    }
    block.splice(placeIn(block, beforeText(key)), 0, key)
    if (block.length > most) this.#blocks.splice(index + 1, 0, block.splice(most / 2))
  }

  delete(key: string): void {
    if (!this.#values.delete(key)) return
    const index = this.#blockOf(beforeText(key))
    const block = this.#blocks[index]
    block?.splice(placeIn(block, beforeText(key)), 1)
    if (block?.length === 0) this.#blocks.splice(index, 1)
  }

  /** The first key that is the text or comes after it. */
  firstFrom(text: string): string | undefined {
    return this.#first(beforeText(text))
  }

  /** The first key that comes after the text. */
  firstAfter(text: string): string | undefined {
    return this.#first((key) => compareUtf8(key, text) <= 0)
  }

  /** The first key that comes after the text and everything that begins with it. */
  firstPast(prefix: string): string | undefined {
    return this.#first((key) => compareUtf8(key, prefix) < 0 || key.startsWith(prefix))
  }

  #first(isBefore: (key: string) => boolean): string | undefined {
    const block = this.#blocks[this.#blockOf(isBefore)]
    return block?.[placeIn(block, isBefore)]
  }

  /** The first block whose last key is not before the place that is looked for. */
  #blockOf(isBefore: (key: string) => boolean): number {
    return placeIn(this.#blocks, (block) => isBefore(block.at(-1) ?? ''))
  }
}

const beforeText =
  (text: string) =>
  (key: string): boolean =>
    compareUtf8(key, text) < 0

/** How many of the items, which are in order, are before the place that is looked for. */
const placeIn = <Item>(items: readonly Item[], isBefore: (item: Item) => boolean): number => {
  let [low, high] = [0, items.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBefore(items[middle] as Item)) low = middle + 1
    else high = middle
  }
  return low
}
