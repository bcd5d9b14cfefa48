import { useBando } from '@bando/react'
import type { ReactNode } from 'react'
import { Countdown } from './Countdown.tsx'

const meanings = {
  anonymous: 'No token: the smaller budget.',
  unverified: 'The first request proves it, alone.',
  verified: 'The API accepts this token.',
  rejected: 'Nothing more is sent with it.',
  locked: 'No authentication for now.',
}

/** What is known of the token. */
export function Verdict(): ReactNode {
  const { verdict, until } = useBando(({ auth }) => auth)
  const isWaiting = until !== undefined && (verdict === 'rejected' || verdict === 'locked')
  return (
    <div className={`verdict ${verdict}`} role="status">
      <strong>
        <span className="label">Token </span>
        <span data-testid="verdict">{verdict}</span>
      </strong>
      <span>
        {meanings[verdict]} {isWaiting && <Countdown until={until} prefix="Asked again in " />}
      </span>
    </div>
  )
}
