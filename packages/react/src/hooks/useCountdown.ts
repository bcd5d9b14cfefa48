'use client'

import { useCallback, useSyncExternalStore } from 'react'

const secondMs = 1000

/**
 * Returns the time until `at` (epoch ms) in ms: whole seconds, rounded up, and at least 0. It
 * renders once a second. Returns `undefined` without `at`, and on a server, whose clock may differ.
 * @example const leftMs = useCountdown(error?.retryAt)
 */
export function useCountdown(at: number | undefined): number | undefined {
  const subscribe = useCallback(
    (listener: () => void) => {
      if (!at) return () => {}
      let timer: ReturnType<typeof setTimeout> | undefined
      const tick = (): void => {
        const leftMs = at - Date.now()
        if (leftMs <= 0) return
        // Waits until the next whole second at most, because the clock may be set.
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
