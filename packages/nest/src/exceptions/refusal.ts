import type { BandoErrorCode } from '@bando/core'
import { isBandoError } from '@bando/core'
import { HttpStatus } from '@nestjs/common'
import { isOurAxiosError } from '../http/axios-errors.ts'

/** What an application's own caller is told. It says nothing of the application's account. */
export interface Refusal {
  /** The HTTP status. */
  readonly status: number
  readonly title: string
  /** Epoch milliseconds at which the caller may try again, if that is known. */
  readonly retryAt: number | undefined
}

/**
 * Whether an exception is a failure of a call of Bando: an error of the core, or an AxiosError of
 * `BandoHttpService`.
 */
export function isBandoFailure(exception: unknown): boolean {
  return isBandoError(exception) || isOurAxiosError(exception)
}

/** Decides what the caller is told of a failure. */
export function refusalOf(failure: unknown): Refusal {
  const error = isOurAxiosError(failure) && isBandoError(failure.cause) ? failure.cause : failure
  if (isBandoError(error)) return { ...replyTo(error.code), retryAt: error.retryAt }
  const isTimeout = isOurAxiosError(error) && (error.code === 'ECONNABORTED' || error.code === 'ETIMEDOUT')
  return { ...replyTo(isTimeout ? 'timeout' : 'http'), retryAt: undefined }
}

function replyTo(code: BandoErrorCode): Pick<Refusal, 'status' | 'title'> {
  switch (code) {
    case 'limit':
      return { status: HttpStatus.TOO_MANY_REQUESTS, title: 'Too many requests for now.' }
    case 'rejected':
    case 'locked':
    case 'token':
    case 'store':
    case 'closed':
      return { status: HttpStatus.SERVICE_UNAVAILABLE, title: 'A service we need is not available for now.' }
    case 'timeout':
      return { status: HttpStatus.GATEWAY_TIMEOUT, title: 'A service we need did not answer in time.' }
    case 'network':
    case 'http':
    case 'forbidden':
    case 'body':
    case 'schema':
    case 'redirect':
      return { status: HttpStatus.BAD_GATEWAY, title: 'A service we need gave no good answer.' }
    case 'config':
      return { status: HttpStatus.INTERNAL_SERVER_ERROR, title: 'Something is wrong on our side.' }
  }
}
