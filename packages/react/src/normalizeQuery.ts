import type { RequestOptions } from '@bando/core'

/** A query as plain data: what is sent alike reads alike, in whatever form it was given. */
export type PlainQuery = Readonly<Record<string, readonly string[]>>

/**
 * Brings a query into one form. A `URLSearchParams` would stand in a query key as `{}`, and every question would get the
 * first one's answer.
 */
export function normalizeQuery(query: RequestOptions['query']): PlainQuery {
  if (query === undefined) return {}
  const entries = query instanceof URLSearchParams ? [...query] : Object.entries(query)
  const plain = new Map<string, string[]>()
  for (const [name, value] of entries) {
    const values = (Array.isArray(value) ? value : [value]).filter(
      (each) => each !== null && each !== undefined,
    )
    if (values.length > 0) plain.set(name, [...(plain.get(name) ?? []), ...values.map(String)])
  }
  return Object.fromEntries(plain)
}
