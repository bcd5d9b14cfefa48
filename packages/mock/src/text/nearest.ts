import { distance } from 'fastest-levenshtein'

/**
 * Returns the name that is most like `text`, or undefined if more than half of its letters would
 * have to change.
 */
export function nearest(text: string, names: Iterable<string>): string | undefined {
  let best: { name: string; changes: number } | undefined
  for (const name of names) {
    const changes = distance(text, name)
    if (changes * 2 <= text.length && changes < (best?.changes ?? Infinity)) best = { name, changes }
  }
  return best?.name
}
