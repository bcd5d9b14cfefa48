'use client'

import { useEffect, useState } from 'react'

/** The time in epoch ms, which moves on in steps of `stepMs`. */
export function useNow(stepMs: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), stepMs)
    return () => clearInterval(timer)
  }, [stepMs])
  return now
}
