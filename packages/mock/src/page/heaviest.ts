/** The items that weigh most, at most so many, in the order they are given in. */
export function heaviest<Item>(
  items: readonly Item[],
  most: number,
  weightOf: (item: Item) => number,
): readonly Item[] {
  if (items.length <= most) return items
  const kept = new Set(items.toSorted((one, other) => weightOf(other) - weightOf(one)).slice(0, most))
  return items.filter((item) => kept.has(item))
}
