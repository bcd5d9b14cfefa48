import { BandoBodyError } from './BandoBodyError.ts'
import { BandoClosedError } from './BandoClosedError.ts'
import { BandoConfigError } from './BandoConfigError.ts'
import { BandoForbiddenError } from './BandoForbiddenError.ts'
import { BandoHttpError } from './BandoHttpError.ts'
import { BandoLimitError } from './BandoLimitError.ts'
import { BandoLockedError } from './BandoLockedError.ts'
import { BandoNetworkError } from './BandoNetworkError.ts'
import { BandoRedirectError } from './BandoRedirectError.ts'
import { BandoRejectedError } from './BandoRejectedError.ts'
import { BandoSchemaError } from './BandoSchemaError.ts'
import { BandoStoreError } from './BandoStoreError.ts'
import { BandoTimeoutError } from './BandoTimeoutError.ts'
import { BandoTokenError } from './BandoTokenError.ts'

export const cause = new Error('cause')
export const headers = new Headers()
export const details = { sent: true, status: 418, retryAt: 7, retryable: true, attempts: 2, cause }

/** Makes the error of each code, with the message `m`, and `details` if its class takes them. */
export const makers = {
  body: () => new BandoBodyError('m', { ...details, headers, reason: 'tooLong', excerpt: 'b' }),
  closed: () => new BandoClosedError('m', details),
  config: () => new BandoConfigError('m', cause),
  forbidden: () => new BandoForbiddenError('m', { ...details, reason: 'r', body: 'b' }),
  http: () => new BandoHttpError('m', { ...details, body: 'b', headers, problem: undefined }),
  limit: () => new BandoLimitError('m', { ...details, reason: 'pacing' }),
  locked: () => new BandoLockedError('m', { ...details, reason: 'r' }),
  network: () => new BandoNetworkError('m', details),
  redirect: () => new BandoRedirectError('m', details),
  rejected: () => new BandoRejectedError('m', details),
  schema: () => new BandoSchemaError('m', { ...details, headers, issues: [] }),
  store: () => new BandoStoreError('m', details),
  timeout: () => new BandoTimeoutError('m', { ...details, timeLimit: 'timeoutMs' }),
  token: () => new BandoTokenError('m', details),
} as const

export const codes = Object.keys(makers) as (keyof typeof makers)[]
