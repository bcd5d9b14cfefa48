import type { BandoBodyError } from './BandoBodyError.ts'
import type { BandoClosedError } from './BandoClosedError.ts'
import type { BandoConfigError } from './BandoConfigError.ts'
import type { BandoError, BandoErrorCode } from './BandoError.ts'
import type { BandoForbiddenError } from './BandoForbiddenError.ts'
import type { BandoHttpError } from './BandoHttpError.ts'
import type { BandoLimitError } from './BandoLimitError.ts'
import type { BandoLockedError } from './BandoLockedError.ts'
import type { BandoNetworkError } from './BandoNetworkError.ts'
import type { BandoRedirectError } from './BandoRedirectError.ts'
import type { BandoRejectedError } from './BandoRejectedError.ts'
import type { BandoSchemaError } from './BandoSchemaError.ts'
import type { BandoStoreError } from './BandoStoreError.ts'
import type { BandoTimeoutError } from './BandoTimeoutError.ts'
import type { BandoTokenError } from './BandoTokenError.ts'

interface ErrorByCode {
  config: BandoConfigError
  token: BandoTokenError
  rejected: BandoRejectedError
  locked: BandoLockedError
  forbidden: BandoForbiddenError
  limit: BandoLimitError
  http: BandoHttpError
  body: BandoBodyError
  schema: BandoSchemaError
  redirect: BandoRedirectError
  network: BandoNetworkError
  timeout: BandoTimeoutError
  store: BandoStoreError
  closed: BandoClosedError
}

const brand = Symbol.for('@bando/core/error')

/**
 * Whether `error` is one of ours, and of that `code` where one is given. Works across realms and
 * copies of the package.
 */
export function isBandoError(error: unknown): error is BandoError
export function isBandoError<Code extends BandoErrorCode>(
  error: unknown,
  code: Code,
): error is ErrorByCode[Code]
export function isBandoError(error: unknown, code?: BandoErrorCode): boolean {
  if (typeof error !== 'object' || error === null || !(brand in error)) return false
  return code === undefined || ('code' in error && error.code === code)
}
