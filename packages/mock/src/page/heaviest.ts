/** Returns the items with the greatest weights, at most `most`, in their given order. */
export function heaviest<Item>(
  items: readonly Item[],
  most: number,
  weightOf: (item: Item) => number,
): readonly Item[] {
  if (items.length <= most) return items
  const kept = new Set(items.toSorted((one, other) => weightOf(other) - weightOf(one)).slice(0, most))
  return items.filter((item) => kept.has(item))
}
