import { runInNewContext } from 'node:vm'
import { describe, expect, it, vi } from 'vitest'
import { codes, makers } from './errors.testing.ts'
import { isBandoError } from './isBandoError.ts'

/** As another copy of the package, or another realm, has them: no class in common. */
const foreign = (code: string): unknown =>
  runInNewContext(`Object.assign(new Error('m'), { code, [Symbol.for('@bando/core/error')]: true })`, {
    code,
  })

describe.each(codes)('the error %s', (code) => {
  it.each(codes)(`is taken for ${code} alone, asked for %s`, (asked) => {
    expect(isBandoError(makers[code](), asked)).toBe(code === asked)
    expect(isBandoError(foreign(code), asked)).toBe(code === asked)
  })

  it('is one of ours', () => {
    expect(isBandoError(makers[code]())).toBe(true)
    expect(isBandoError(foreign(code))).toBe(true)
  })
})

it('recognises the errors of another copy of the package, as that copy recognises ours', async () => {
  vi.resetModules()
  const theirs = await import('./errors.testing.ts')
  const copy = await import('./isBandoError.ts')
  expect(copy.isBandoError).not.toBe(isBandoError)
  expect(isBandoError(theirs.makers.limit(), 'limit')).toBe(true)
  expect(copy.isBandoError(makers.limit(), 'limit')).toBe(true)
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

it('does not take an error without a code for one that has the code asked for', () => {
  const uncoded = Object.assign(new Error('m'), { [Symbol.for('@bando/core/error')]: true })
  expect(isBandoError(uncoded)).toBe(true)
  expect(isBandoError(uncoded, 'config')).toBe(false)
})
