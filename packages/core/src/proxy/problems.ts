import type { BandoError } from '../errors/BandoError.ts'

/** What an application tells its callers of an error. It reveals nothing of the account. */
export interface PublicProblem {
  readonly status: number
  readonly title: string
  /** From when on trying again can help, in epoch ms; `undefined` if it is not known. */
  readonly retryAt: number | undefined
}

/**
 * Returns what an application tells its callers of an error. Its own bad token is never their 401.
 */
export function publicProblem({
  code,
  status = 0,
  retryAt,
}: Pick<BandoError, 'code' | 'status' | 'retryAt'>): PublicProblem {
  switch (code) {
    case 'limit':
      return status === 503
        ? unavailable(retryAt)
        : { status: 429, title: 'Too many requests for now.', retryAt }
    case 'rejected':
    case 'locked':
    case 'token':
    case 'store':
    case 'closed':
    case 'forbidden':
      return unavailable(retryAt)
    case 'http':
      // A 4xx is a mistake of the application, and no outage.
      return status >= 400 && status < 500 ? useless(retryAt) : unavailable(retryAt)
    case 'timeout':
      return { status: 504, title: 'A service that is needed did not answer in time.', retryAt }
    case 'network':
    case 'body':
    case 'schema':
    case 'redirect':
      return useless(retryAt)
    case 'config':
      return { status: 500, title: 'Something is wrong on this side.', retryAt: undefined }
  }
}

function unavailable(retryAt: number | undefined): PublicProblem {
  return { status: 503, title: 'A service that is needed is not available for now.', retryAt }
}

function useless(retryAt: number | undefined): PublicProblem {
  return { status: 502, title: 'A service that is needed gave no good answer.', retryAt }
}

/**
 * Problem details (RFC 9457), with `Retry-After` in whole seconds (RFC 9110, section 10.2.3) if the
 * time is known.
 */
export function problemResponse({ status, title, retryAt }: PublicProblem, epoch: number): Response {
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
  // 0 would ask for a storm.
  if (retryAt !== undefined)
    headers.set('retry-after', String(Math.max(1, Math.ceil((retryAt - epoch) / 1000))))
  return new Response(JSON.stringify({ type: 'about:blank', title, status }), { status, headers })
}
