import { isBandoError } from '@bando/core'
import type { PublicProblem } from '@bando/core/proxy'
import { publicProblem } from '@bando/core/proxy'
import { isOurAxiosError } from '../http/axios-errors.ts'

/** What an application tells its callers. It reveals nothing of the application's account. */
export type Refusal = PublicProblem

/**
 * Returns true if an exception is a failure of a call of Bando: an error of the core, or an
 * AxiosError of `BandoHttpService`.
 */
export function isBandoFailure(exception: unknown): boolean {
  return isBandoError(exception) || isOurAxiosError(exception)
}

/** Returns what the caller is told of a failure, from the one table of the core. */
export function refusalOf(failure: unknown): Refusal {
  if (isBandoError(failure)) return publicProblem(failure)
  const retryAt = undefined
  if (!isOurAxiosError(failure)) return publicProblem({ code: 'config', status: undefined, retryAt })
  if (isBandoError(failure.cause)) return publicProblem(failure.cause)
  const { code, response } = failure
  if (response) return publicProblem({ code: 'http', status: response.status, retryAt })
  const isTimeout = code === 'ECONNABORTED' || code === 'ETIMEDOUT'
  return publicProblem({ code: isTimeout ? 'timeout' : 'network', status: undefined, retryAt })
}
