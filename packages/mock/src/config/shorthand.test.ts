import { expect, test } from 'vitest'
import { formatLimit, parseCounted, parseDuration, parseLimit, parseLockout } from './shorthand.ts'

test.each([
  ['1h', 3_600_000],
  ['h', 3_600_000],
  ['15m', 900_000],
  ['2s', 2000],
  ['250ms', 250],
  ['250', 250],
  ['0', undefined],
  ['-1s', undefined],
  ['0.3ms', undefined],
  ['soon', undefined],
  ['', undefined],
])('the duration %j is %s ms', (text, durationMs) => {
  expect(parseDuration(text)).toBe(durationMs)
})

test.each([
  ['100/1h', { requests: 100, windowMs: 3_600_000 }],
  ['20/2s', { requests: 20, windowMs: 2000 }],
  ['100', undefined],
  ['0/1h', undefined],
  ['1.5/1h', undefined],
  ['1/1h/1h', undefined],
])('the limit %j is %j', (text, limit) => {
  expect(parseLimit(text)).toEqual(limit)
})

test.each([
  ['5/1m/15m', { attempts: 5, withinMs: 60_000, forMs: 900_000 }],
  ['off', false],
  ['5/1m/15m,by=owner', { attempts: 5, withinMs: 60_000, forMs: 900_000, by: 'owner' }],
  ['5/1m', undefined],
  ['5/1m/15m,by', undefined],
  ['5/1m/15m,', undefined],
  ['five/1m/15m', undefined],
])('the lockout %j is %j', (text, lockout) => {
  expect(parseLockout(text)).toEqual(lockout)
})

test.each(['20/2s', '100/90m', '100/1500ms', '1/36h', '7/2d', '100/1h'])(
  'the limit %s is written as it is read',
  (text) => {
    const limit = parseLimit(text)
    expect(limit && formatLimit(limit)).toBe(text)
  },
)

test.each([
  ['limited,locked', { limited: true, rejected: false, locked: true }],
  ['none', { limited: false, rejected: false, locked: false }],
  ['limited,foo', undefined],
  ['toString', undefined],
  ['', undefined],
])('counted %j is %j', (text, counted) => {
  expect(parseCounted(text)).toEqual(counted)
})
