'use client'

import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'

/** What changes, and how to hear of it. */
export interface Source<Value> {
  readonly subscribe: (listener: () => void) => () => void
  /** The same value until it has changed. */
  readonly read: () => Value
  readonly readOnServer: () => Value
}

/**
 * Selects from what changes. It renders again when the selection has changed by `isEqual`, and calls `select` once for each
 * value, so a selection may be a new object each time.
 */
export function useSelected<Value, Selected>(
  { subscribe, read, readOnServer }: Source<Value>,
  select: (value: Value) => Selected,
  isEqual: (before: Selected, next: Selected) => boolean,
): Selected {
  const [shown] = useState(() => memory<Selected>())
  const [snapshot, serverSnapshot] = useMemo(() => {
    const keep = (next: Selected, before = shown.recall()): Selected =>
      before && isEqual(before.value, next) ? before.value : next
    return [once(read, select, keep), once(readOnServer, select, keep)]
  }, [read, readOnServer, select, isEqual, shown])
  const selected = useSyncExternalStore(subscribe, snapshot, serverSnapshot)
  useEffect(() => shown.keep(selected), [selected, shown])
  return selected
}

/** A value that may not be there, which `undefined` could not tell. */
interface Kept<Value> {
  readonly value: Value
}

/** What was rendered last: `select` may be a new function in each rendering, and its selection as before all the same. */
function memory<Value>(): { keep: (value: Value) => void; recall: () => Kept<Value> | undefined } {
  let kept: Kept<Value> | undefined
  return { keep: (value) => void (kept = { value }), recall: () => kept }
}

/** Selects once from each value. */
function once<Value, Selected>(
  read: () => Value,
  select: (value: Value) => Selected,
  keep: (next: Selected, before?: Kept<Selected>) => Selected,
): () => Selected {
  let last: { readonly from: Value; readonly selected: Kept<Selected> } | undefined
  return () => {
    const from = read()
    if (!last || !Object.is(last.from, from))
      last = { from, selected: { value: keep(select(from), last?.selected) } }
    return last.selected.value
  }
}
