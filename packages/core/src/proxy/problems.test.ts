import { expect, it } from 'vitest'
import type { BandoErrorCode } from '../errors/BandoError.ts'
import { problemResponse, publicProblem } from './problems.ts'

const unavailable = 'A service that is needed is not available for now.'
const useless = 'A service that is needed gave no good answer.'

it.each<[BandoErrorCode, number | undefined, number, string]>([
  ['limit', 429, 429, 'Too many requests for now.'],
  ['limit', undefined, 429, 'Too many requests for now.'],
  ['limit', 503, 503, unavailable],
  ['rejected', 401, 503, unavailable],
  ['locked', 403, 503, unavailable],
  ['forbidden', 403, 503, unavailable],
  ['token', undefined, 503, unavailable],
  ['store', undefined, 503, unavailable],
  ['closed', undefined, 503, unavailable],
  ['http', 400, 502, useless],
  ['http', 499, 502, useless],
  ['http', 304, 503, unavailable],
  ['http', 500, 503, unavailable],
  ['timeout', undefined, 504, 'A service that is needed did not answer in time.'],
  ['network', undefined, 502, useless],
  ['body', 200, 502, useless],
  ['schema', 200, 502, useless],
  ['redirect', 302, 502, useless],
])('an error %s with status %o is told as %i, with its time', (code, status, told, title) => {
  expect(publicProblem({ code, status, retryAt: 5000 })).toEqual({ status: told, title, retryAt: 5000 })
})

it('a mistake of the application is told without a time', () => {
  const problem = publicProblem({ code: 'config', status: undefined, retryAt: 5000 })
  expect(problem).toEqual({ status: 500, title: 'Something is wrong on this side.', retryAt: undefined })
})

it.each([
  [5000, 0, '5'],
  [5001, 0, '6'],
  [5000, 9000, '1'],
  [undefined, 0, null],
])('tells an instant %o at %o as Retry-After %o, never as 0', (retryAt, epoch, expected) => {
  const { headers } = problemResponse({ status: 503, title: unavailable, retryAt }, epoch)
  expect(headers.get('retry-after')).toBe(expected)
})

it('tells caches not to keep a problem', () => {
  const { headers } = problemResponse({ status: 503, title: unavailable, retryAt: undefined }, 0)
  expect(headers.get('cache-control')).toBe('no-store')
})
