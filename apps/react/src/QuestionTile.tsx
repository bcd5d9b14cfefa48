import type { WaitReason } from '@bando/core'
import { bandoQueryKey, useBandoQuery, useBandoWait } from '@bando/react'
import type { ReactNode } from 'react'
import { Left } from './Left.tsx'
import type { Question } from './useQuestions.ts'

const reasons: Readonly<Record<WaitReason, string>> = {
  limit: 'for a permit',
  server: 'for a permit',
  pacing: 'for its turn',
  inFlight: 'for its turn',
  turn: 'for another tab',
  store: 'for the browser’s storage',
  verification: 'for the token',
  unconfirmed: 'for the token',
  lockout: 'for the lockout',
}

/** One question with its result, its wait or its error. */
export function QuestionTile({ of, status, code }: Question): ReactNode {
  const { data } = useBandoQuery('/coolness', { query: { of }, enabled: false })
  const wait = useBandoWait(bandoQueryKey('/coolness', { query: { of } }))
  return (
    <li className={status}>
      <span>{of ?? 'Bando'}</span>
      {status === 'served' && <b>{data?.coolness}</b>}
      {status === 'refused' && <b>{code}</b>}
      {status === 'waiting' && !wait && <small>on its way</small>}
      {status === 'waiting' && wait && (
        <small>
          waits {reasons[wait.reason]}
          {wait.nextAt !== undefined && <Left until={wait.nextAt} before=", " />}
        </small>
      )}
    </li>
  )
}
