import type { Priority } from '@bando/core'
import type { Query } from '@tanstack/react-query'

/** Infinite queries whose next fetch is in the background. */
const background = new WeakSet<object>()

/** The priority of each fetch, by its signal: all pages of a fetch have the same. */
const priorities = new WeakMap<AbortSignal, Priority>()

/** Says that the fetch that begins in this turn, if one does, is in the background. */
export function markBackground(query: object): void {
  background.add(query)
  queueMicrotask(() => background.delete(query))
}

/** Returns the priority of a page: low in the background, high where a person surely waits for it. */
export function pagePriority(query: Query | undefined, signal: AbortSignal): Priority {
  const { data, isInvalidated, fetchMeta } = query?.state ?? {}
  const isAsked = !data || isInvalidated || fetchMeta?.fetchMore
  const priority =
    priorities.get(signal) ?? (query && background.has(query) ? 'low' : isAsked ? 'high' : 'normal')
  priorities.set(signal, priority)
  return priority
}
