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
export function CredentialStatus(): ReactNode {
  const { status, until } = useBando(({ auth }) => auth)
  const isWaiting = until !== undefined && (status === 'rejected' || status === 'locked')
  return (
    <div className={`status ${status}`} role="status">
      <strong>
        <span className="label">Token </span>
        <span data-testid="status">{status}</span>
      </strong>
      <span>
        {meanings[status]} {isWaiting && <Countdown until={until} prefix="Asked again in " />}
      </span>
    </div>
  )
}
