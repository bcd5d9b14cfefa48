import { isBandoError } from '@bando/core'
import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import { AxiosError, isAxiosError } from 'axios'

const brand = Symbol.for('@bando/nest/axios-error')

/**
 * Whether an error is an AxiosError of `BandoHttpService`, whichever copy of the package it comes
 * from.
 */
export function isOurAxiosError(error: unknown): error is AxiosError {
  return typeof error === 'object' && error !== null && brand in error
}

/**
 * Makes an AxiosError of what a call of the client failed with, which becomes its `cause`; an
 * AxiosError stays itself. It has no request, and so no token.
 */
export function toAxiosError(failure: unknown, config: InternalAxiosRequestConfig): AxiosError {
  if (isAxiosError(failure)) return branded(failure)
  const { message } = failure instanceof Error ? failure : new Error('The request failed.')
  const error = new AxiosError(message, codeOf(failure), config)
  Object.defineProperty(error, 'cause', { value: failure, configurable: true, writable: true })
  if (isBandoError(failure) && failure.status !== undefined) error.status = failure.status
  return branded(error)
}

/**
 * Makes an AxiosError of a response whose status `validateStatus` does not accept, as axios' own
 * adapters do.
 */
export function statusAxiosError(response: AxiosResponse, config: InternalAxiosRequestConfig): AxiosError {
  const { status } = response
  const code = status < 500 ? AxiosError.ERR_BAD_REQUEST : AxiosError.ERR_BAD_RESPONSE
  return branded(
    new AxiosError(`Request failed with status code ${status}`, code, config, undefined, response),
  )
}

function branded(error: AxiosError): AxiosError {
  return Object.defineProperty(error, brand, { value: true })
}

function codeOf(failure: unknown): string {
  if (!isBandoError(failure)) return AxiosError.ERR_NETWORK
  if (failure.code === 'timeout') return AxiosError.ETIMEDOUT
  if (failure.code !== 'network') return `ERR_BANDO_${failure.code.toUpperCase()}`
  const { cause } = failure
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  return typeof code === 'string' ? code : AxiosError.ERR_NETWORK
}
