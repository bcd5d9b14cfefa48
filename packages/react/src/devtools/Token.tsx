'use client'

import type { BandoState } from '@bando/core'
import type { ReactNode } from 'react'
import { useCountdown } from '../hooks/useCountdown.ts'
import { durationOf } from './format.ts'
import { meanings } from './words.ts'

interface TokenProps extends Pick<BandoState, 'auth'> {
  readonly why: string | undefined
}

/** Shows the status of the token, and the reason for it. */
export function Token({ auth, why }: TokenProps): ReactNode {
  const leftMs = useCountdown(auth.until)
  return (
    <section aria-labelledby="token">
      <h2 id="token">Token</h2>
      <p className={`status ${auth.status}`} role="status">
        {auth.status}
      </p>
      <p className="note">
        {meanings[auth.status]} {why}
      </p>
      {leftMs ? <p className="note">For another {durationOf(leftMs)}.</p> : undefined}
    </section>
  )
}
