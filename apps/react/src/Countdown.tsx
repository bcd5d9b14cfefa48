import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'

/** The time left until an instant in epoch milliseconds, to the tenth towards its end. Silent for screen readers, which it would flood. */
export function Countdown({ until, prefix }: { readonly until: number; readonly prefix: string }): ReactNode {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 100)
    return () => clearInterval(timer)
  }, [])
  return (
    <span role="timer" aria-live="off">
      {prefix}
      {format(Math.max(0, until - now))}
    </span>
  )
}

function format(ms: number): string {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`
  if (ms < 60_000) return `${Math.floor(ms / 1000)} s`
  const minutes = Math.floor(ms / 60_000)
  return `${minutes}:${String(Math.floor((ms % 60_000) / 1000)).padStart(2, '0')} min`
}
