import { describe, expect, it } from 'vitest'
import { BandoConfigError } from './BandoConfigError.ts'
import { BandoError } from './BandoError.ts'
import { cause, codes, details, headers, makers } from './errors.testing.ts'

const names = {
  body: 'BandoBodyError',
  closed: 'BandoClosedError',
  config: 'BandoConfigError',
  forbidden: 'BandoForbiddenError',
  http: 'BandoHttpError',
  limit: 'BandoLimitError',
  locked: 'BandoLockedError',
  network: 'BandoNetworkError',
  redirect: 'BandoRedirectError',
  rejected: 'BandoRejectedError',
  schema: 'BandoSchemaError',
  store: 'BandoStoreError',
  timeout: 'BandoTimeoutError',
  token: 'BandoTokenError',
} as const satisfies Record<keyof typeof makers, string>

describe.each(codes)('the error %s', (code) => {
  it('is one of ours, by name, code and message', () => {
    const error = makers[code]()
    expect(error).toBeInstanceOf(BandoError)
    expect(error).toMatchObject({ name: names[code], code, message: 'm', cause })
    expect(error.name).toBe(error.constructor.name)
  })

  it('says what a caller needs to know', () => {
    const { cause: _, ...expected } =
      code === 'config'
        ? { ...details, sent: false, status: undefined, retryAt: undefined, retryable: false, attempts: 0 }
        : details
    expect(makers[code]()).toMatchObject(expected)
  })

  it('has a brand that guards read, and that no listing of its properties shows', () => {
    expect(Object.getOwnPropertyDescriptor(makers[code](), Symbol.for('@bando/core/error'))).toEqual({
      value: true,
      enumerable: false,
      writable: false,
      configurable: false,
    })
  })
})

it('has no cause where there is none', () => {
  expect('cause' in new BandoConfigError('m')).toBe(false)
})

it('says more where there is more to say', () => {
  expect(makers.forbidden()).toMatchObject({ reason: 'r', body: 'b' })
  expect(makers.body()).toMatchObject({ headers, reason: 'tooLong', excerpt: 'b' })
  expect(makers.schema()).toMatchObject({ headers, issues: [] })
  expect(makers.locked()).toMatchObject({ reason: 'r' })
  expect(makers.limit()).toMatchObject({ reason: 'pacing' })
  expect(makers.timeout()).toMatchObject({ timeLimit: 'timeoutMs' })
  expect(makers.http()).toMatchObject({ body: 'b', headers, problem: undefined })
})
