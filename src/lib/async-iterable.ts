/** Everything that an async iterable yields, in order. */
export const collect = async <Item>(items: AsyncIterable<Item> | Iterable<Item>): Promise<Item[]> => {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

/** The first item that fits, asking for nothing after it. */
export const findFirst = async <Item>(
  items: AsyncIterable<Item>,
  fits: (item: Item) => boolean,
): Promise<Item | undefined> => {
  for await (const item of items) if (fits(item)) return item
  return undefined
}
