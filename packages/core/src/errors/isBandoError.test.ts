import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { BandoBodyError } from './BandoBodyError.ts'
import { BandoClosedError } from './BandoClosedError.ts'
import { BandoConfigError } from './BandoConfigError.ts'
import { BandoError } from './BandoError.ts'
import { BandoForbiddenError } from './BandoForbiddenError.ts'
import { BandoHttpError } from './BandoHttpError.ts'
import { BandoLimitError } from './BandoLimitError.ts'
import { BandoLockedError } from './BandoLockedError.ts'
import { BandoNetworkError } from './BandoNetworkError.ts'
import { BandoRedirectError } from './BandoRedirectError.ts'
import { BandoRejectedError } from './BandoRejectedError.ts'
import { BandoSchemaError } from './BandoSchemaError.ts'
import { BandoTimeoutError } from './BandoTimeoutError.ts'
import { BandoTokenError } from './BandoTokenError.ts'
import { isBandoError } from './isBandoError.ts'

const cause = new Error('cause')
const details = { sent: true, status: 418, retryAt: 7, retryable: true, attempts: 2, cause }
const http = { ...details, body: 'b', headers: new Headers(), problem: undefined }

const errors = {
  body: new BandoBodyError('m', { ...details, headers: http.headers, reason: 'tooLong', excerpt: 'b' }),
  closed: new BandoClosedError('m', details),
  config: new BandoConfigError('m', cause),
  forbidden: new BandoForbiddenError('m', { ...details, reason: 'r', body: 'b' }),
  http: new BandoHttpError('m', http),
  limit: new BandoLimitError('m', details),
  locked: new BandoLockedError('m', { ...details, reason: 'r' }),
  network: new BandoNetworkError('m', details),
  redirect: new BandoRedirectError('m', details),
  rejected: new BandoRejectedError('m', details),
  schema: new BandoSchemaError('m', { ...details, headers: http.headers, issues: [] }),
  timeout: new BandoTimeoutError('m', { ...details, timeLimit: 'timeoutMs' }),
  token: new BandoTokenError('m', details),
} as const
const codes = Object.keys(errors) as (keyof typeof errors)[]
/** As another copy of the package, or another realm, has them: no class in common. */
const foreign = (code: string): unknown =>
  runInNewContext(`Object.assign(new Error('m'), { code, [Symbol.for('@bando/core/error')]: true })`, {
    code,
  })

describe.each(codes)('the error %s', (code) => {
  it.each(codes)(`is taken for ${code} alone, asked for %s`, (asked) => {
    expect(isBandoError(errors[code], asked)).toBe(code === asked)
    expect(isBandoError(foreign(code), asked)).toBe(code === asked)
  })

  it('is one of ours, by name, code and message', () => {
    const error = errors[code]
    expect(isBandoError(error)).toBe(true)
    expect(isBandoError(foreign(code))).toBe(true)
    expect(error).toBeInstanceOf(BandoError)
    expect(error).toMatchObject({ name: error.constructor.name, code, message: 'm', cause })
    // The brand is for guards, not for eyes.
    expect(
      Object.getOwnPropertySymbols(error).filter((key) => Object.propertyIsEnumerable.call(error, key)),
    ).toEqual([])
  })

  it('says what a caller needs to know', () => {
    const { cause: _, ...expected } =
      code === 'config'
        ? { ...details, sent: false, status: undefined, retryAt: undefined, retryable: false, attempts: 0 }
        : details
    expect(errors[code]).toMatchObject(expected)
  })
})

it.each([
  undefined,
  null,
  'config',
  7,
  {},
  new Error('m'),
  { code: 'config' },
  Object.assign(new Error('m'), { code: 'limit' }),
])('%o is none of ours', (value) => {
  expect(isBandoError(value)).toBe(false)
  expect(isBandoError(value, 'config')).toBe(false)
})

it('has no cause where there is none', () => {
  expect('cause' in new BandoConfigError('m')).toBe(false)
})

it('says more where there is more to say', () => {
  expect(errors.forbidden).toMatchObject({ reason: 'r', body: 'b' })
  expect(errors.body).toMatchObject({ headers: http.headers, reason: 'tooLong', excerpt: 'b' })
  expect(errors.schema).toMatchObject({ headers: http.headers, issues: [] })
  expect(errors.locked).toMatchObject({ reason: 'r' })
  expect(errors.http).toMatchObject({ body: 'b', headers: http.headers, problem: undefined })
})
