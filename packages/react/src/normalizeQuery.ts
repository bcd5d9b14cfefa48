import type { RequestOptions } from '@bando/core'

/** A query as plain data: what is sent alike reads alike, in whatever form it was given. */
export type PlainQuery = Readonly<Record<string, readonly string[]>>

/**
 * Brings a query into one form. A `URLSearchParams` would be `{}` in a query key, and every read would get the first one's
 * response.
 */
export function normalizeQuery(query: RequestOptions['query'] = {}): PlainQuery {
  // A map first, since no name of the query may be mistaken for one of an object's own.
  const plain = new Map<string, string[]>()
  for (const [name, value] of query instanceof URLSearchParams ? query : Object.entries(query))
    for (const each of [value].flat())
      if (each != null) plain.set(name, [...(plain.get(name) ?? []), `${each}`])
  return Object.fromEntries(plain)
}
