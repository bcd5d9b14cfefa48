import { useBando } from '@bando/react'
import type { ReactNode } from 'react'
import { Left } from './Left.tsx'

const meanings = {
  anonymous: 'No token: the smaller budget.',
  unverified: 'The next request finds out, alone.',
  verified: 'The API accepts it.',
  rejected: 'Nothing is sent with it.',
  locked: 'No authentication for now.',
}

/** The status of the token. */
export function Token(): ReactNode {
  const { status, until } = useBando(({ auth }) => auth)
  const isHeldBack = until !== undefined && (status === 'rejected' || status === 'locked')
  return (
    <div className={`token ${status}`} role="status">
      <strong>
        <span className="label">Token </span>
        <span data-testid="status">{status}</span>
      </strong>
      <span>
        {meanings[status]} {isHeldBack && <Left until={until} before="Asked again in " />}
      </span>
    </div>
  )
}
