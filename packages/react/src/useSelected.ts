'use client'

import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react'

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
  const shown = useRef<{ readonly selected: Selected } | undefined>(undefined)
  const [snapshot, serverSnapshot] = useMemo(() => {
    const selection = (read: () => Value): (() => Selected) => {
      let last: { readonly value: Value; readonly selected: Selected } | undefined
      return () => {
        const value = read()
        if (last && Object.is(last.value, value)) return last.selected
        const next = select(value)
        const before = last ?? shown.current
        last = { value, selected: before && isEqual(before.selected, next) ? before.selected : next }
        return last.selected
      }
    }
    return [selection(read), selection(readOnServer)]
  }, [read, readOnServer, select, isEqual])
  const selected = useSyncExternalStore(subscribe, snapshot, serverSnapshot)
  useEffect(() => {
    shown.current = { selected }
  }, [selected])
  return selected
}
