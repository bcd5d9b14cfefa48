import { distance } from 'fastest-levenshtein'

/** Of some names, the one that fewest changes make of `text`; none where more than half of its letters would have to change. */
export function nearest(text: string, names: Iterable<string>): string | undefined {
  let best: { name: string; changes: number } | undefined
  for (const name of names) {
    const changes = distance(text, name)
    if (changes * 2 <= text.length && changes < (best?.changes ?? Infinity)) best = { name, changes }
  }
  return best?.name
}
