import type { RequestOptions } from '@bando/core'

/** A query as plain data. Two queries that are sent alike are equal in this form. */
export type PlainQuery = Readonly<Record<string, readonly string[]>>

/**
 * Converts a query to plain data. A `URLSearchParams` would be `{}` in a query key, so all reads of
 * a path would share one response.
 */
export function normalizeQuery(query: RequestOptions['query'] = {}): PlainQuery {
  // A map, because a name such as `constructor` would be found in a plain object.
  const plain = new Map<string, string[]>()
  for (const [name, value] of query instanceof URLSearchParams ? query : Object.entries(query))
    for (const each of [value].flat())
      if (each != null) plain.set(name, [...(plain.get(name) ?? []), `${each}`])
  return Object.fromEntries(plain)
}
