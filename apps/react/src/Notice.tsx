import type { BandoError, CredentialStatus } from '@bando/core'
import type { ReactNode } from 'react'
import { Left } from './Left.tsx'

interface NoticeProps {
  readonly status: CredentialStatus
  readonly error: BandoError | undefined
}

/** The last error, in words for the user, with the client's message below. */
export function Notice({ status, error }: NoticeProps): ReactNode {
  const { title, advice } = wordsFor(status, error)
  return (
    <div className={`notice ${error ? (error.code === 'locked' ? 'locked' : 'wrong') : 'none'}`} role="alert">
      {error && (
        <>
          <strong>{title}</strong>
          <p>
            {advice}{' '}
            {error.retryAt !== undefined && <Left until={error.retryAt} before="Worth trying again in " />}
          </p>
          <details>
            <summary>What the client says</summary>
            <p data-testid="error">{error.message}</p>
          </details>
        </>
      )}
    </div>
  )
}

function wordsFor(
  status: CredentialStatus,
  error: BandoError | undefined,
): { readonly title: string; readonly advice: string } {
  switch (error?.code) {
    case 'rejected':
      return {
        title: 'The API rejects this token.',
        advice:
          status === 'rejected'
            ? 'One request found that out. No other was sent, so the account is not locked.'
            : 'Another token is set now.',
      }
    case 'locked':
      return {
        title: 'The API refuses all authentication.',
        advice: 'Too many invalid logins came from this address. Without a token you can go on.',
      }
    case 'limit':
      return { title: 'The budget is spent.', advice: 'This call would have waited too long.' }
    case 'network':
    case 'timeout':
      return { title: 'The API does not answer.', advice: 'The request still counts as spent.' }
    default:
      return { title: 'That did not work.', advice: '' }
  }
}
