import { useBando } from '@bando/react'
import type { ReactNode } from 'react'
import { Left } from './Left.tsx'

const meanings = {
  anonymous: 'No token: the smaller budget.',
  unverified: 'One request will verify it.',
  verified: 'The API accepts it.',
  rejected: 'The client sends nothing with it.',
  locked: 'The API refuses every token.',
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
        {meanings[status]} {isHeldBack && <Left until={until} before="Next try in " />}
      </span>
    </div>
  )
}
