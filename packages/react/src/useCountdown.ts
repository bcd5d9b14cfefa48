'use client'

import { useCallback, useSyncExternalStore } from 'react'

const secondMs = 1000

/**
 * Returns how long it is until `at` (epoch ms), in ms: whole seconds, rounded up, and 0 from then on. It renders once a second.
 * Returns `undefined` if `at` is, and in what a server renders, which has another clock.
 */
export function useCountdown(at: number | undefined): number | undefined {
  const subscribe = useCallback(
    (listener: () => void) => {
      if (!at) return () => {}
      let timer: ReturnType<typeof setTimeout> | undefined
      const tick = (): void => {
        const leftMs = at - Date.now()
        if (leftMs <= 0) return
        // Up to the next whole second. The clock may be set back, so a timer never runs for longer.
        timer = setTimeout(
          () => {
            listener()
            tick()
          },
          leftMs % secondMs || secondMs,
        )
      }
      tick()
      return () => clearTimeout(timer)
    },
    [at],
  )
  const left = (): number | undefined => at && Math.max(0, Math.ceil((at - Date.now()) / secondMs) * secondMs)
  return useSyncExternalStore(subscribe, left, () => undefined)
}
