import { describe, expect, it } from 'vitest'
import type { Outcome } from '../contract/Outcome.ts'
import type { RetryQuestion } from './retry.ts'
import { RetryBudget, retryDelayMs } from './retry.ts'

const failed = (status: number, retryAfterMs?: number): Outcome => ({
  kind: 'failed',
  status,
  retryAfterMs,
  advertised: undefined,
})
const heard = { status: 0, advertised: undefined }

function advise(question: Partial<RetryQuestion>): number | undefined {
  const retry = { attempts: 3, baseMs: 250, maxMs: 900 }
  return retryDelayMs({
    outcome: failed(503),
    isRepeatable: true,
    attempts: 1,
    retry,
    random: 0.5,
    ...question,
  })
}

describe('is sent again', () => {
  it.each([408, 500, 502, 503, 504])('after a %i, if it may be repeated', (status) => {
    expect(advise({ outcome: failed(status) })).toBe(125)
    expect(advise({ outcome: failed(status), isRepeatable: false })).toBeUndefined()
  })

  it('after no answer, if it may be repeated', () => {
    expect(advise({ outcome: { kind: 'lost' } })).toBe(125)
    expect(advise({ outcome: { kind: 'lost' }, isRepeatable: false })).toBeUndefined()
  })

  it('when it never left, in any case', () => {
    expect(advise({ outcome: { kind: 'unsent' }, isRepeatable: false })).toBe(125)
  })

  it('no more often than it was told', () => {
    expect([1, 2, 3, 4].map((attempts) => advise({ attempts }))).toEqual([125, 250, undefined, undefined])
    expect(advise({ attempts: 3, outcome: { kind: 'unsent' } })).toBeUndefined()
  })
})

it('waits up to a bound that doubles, and no longer than maxMs, unless the API says so', () => {
  const retry = { attempts: 9, baseMs: 250, maxMs: 900 }
  expect([1, 2, 3, 4].map((attempts) => advise({ attempts, retry, random: 1 }))).toEqual([250, 500, 900, 900])
  expect(advise({ random: 0 })).toBe(0)
  expect(advise({ outcome: failed(503, 5000) })).toBe(5000)
  expect(advise({ outcome: failed(503, 1) })).toBe(125)
})

it.each<[string, Outcome]>([
  ['a success', { kind: 'ok', ...heard }],
  ['404', failed(404)],
  ['501', failed(501)],
  ['429, which the queue sees to', { kind: 'limited', retryAfterMs: 1, ...heard }],
  ['401', { kind: 'rejected', isInvalidToken: true, ...heard }],
  ['a lockout', { kind: 'locked', retryAfterMs: 1, reason: '', ...heard }],
  ['a plain 403', { kind: 'forbidden', reason: '', ...heard }],
  ['a redirect', { kind: 'redirected', ...heard }],
])('is not sent again after %s', (_, outcome) => {
  expect(advise({ outcome })).toBeUndefined()
})

const hourMs = 3_600_000

function takeAll(budget: RetryBudget, now: number): number {
  let taken = 0
  while (taken < 1000 && budget.take(now)) taken += 1
  return taken
}

it('a budget has its minimum from the start, and no more', () => {
  expect(takeAll(new RetryBudget({ ratio: 0.2, min: 10 }), 0)).toBe(10)
})

it('earns a share of every first try', () => {
  const budget = new RetryBudget({ ratio: 0.25, min: 10 })
  takeAll(budget, 0)
  for (let tries = 0; tries < 3; tries += 1) budget.tried(0)
  expect(takeAll(budget, 0)).toBe(0)
  budget.tried(0)
  expect(takeAll(budget, 0)).toBe(1)
})

it('a budget gets its minimum back over an hour', () => {
  const budget = new RetryBudget({ ratio: 0, min: 10 })
  takeAll(budget, 0)
  expect(takeAll(budget, hourMs / 10 - 1)).toBe(0)
  expect(takeAll(budget, hourMs / 10)).toBe(1)
  expect(takeAll(budget, hourMs)).toBe(9)
})

it('a budget saves up no more than its minimum, however many calls succeed', () => {
  const budget = new RetryBudget({ ratio: 1, min: 10 })
  for (let tries = 0; tries < 1000; tries += 1) budget.tried(tries * hourMs)
  expect(takeAll(budget, 1000 * hourMs)).toBe(10)
})

it('a budget without a minimum has what first tries earn', () => {
  const budget = new RetryBudget({ ratio: 0.5, min: 0 })
  expect(budget.take(hourMs)).toBe(false)
  budget.tried(hourMs)
  budget.tried(hourMs)
  expect(takeAll(budget, hourMs)).toBe(1)
})

it('a budget without an end allows every retry', () => {
  expect(takeAll(new RetryBudget({ ratio: 0.2, min: Infinity }), 0)).toBe(1000)
})
