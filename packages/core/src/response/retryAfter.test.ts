import { describe, expect, it } from 'vitest'
import { parseHttpDate, retryAfterMs } from './retryAfter.ts'

const now = Date.UTC(2026, 10, 24, 12, 0, 0)

function read(retryAfter: string, date?: string): number | undefined {
  return retryAfterMs(
    new Headers({ 'retry-after': retryAfter, ...(date === undefined ? {} : { date }) }),
    now,
  )
}

describe('Retry-After', () => {
  it.each<[string, string, number | undefined]>([
    ['seconds', '120', 120_000],
    ['zero', '0', 0],
    ['a fraction', '1.5', 1500],
    ['a fraction of many digits', '1.25', 1250],
    ['a date with something before it', 'on Tue, 24 Nov 2026 12:00:30 GMT', undefined],
    ['a date with something after it', 'Tue Nov 24 12:00:30 2026 GMT', undefined],
    ['white space around it', ' 7 ', 7000],
    ['a preferred date', 'Tue, 24 Nov 2026 12:00:30 GMT', 30_000],
    ['an RFC 850 date', 'Tuesday, 24-Nov-26 12:00:30 GMT', 30_000],
    ['an asctime date', 'Tue Nov 24 12:00:30 2026', 30_000],
    ['an asctime date with one digit', 'Tue Dec  1 12:00:00 2026', 7 * 86_400_000],
    ['a date after 2038', 'Sun, 24 Nov 2075 12:00:00 GMT', Date.UTC(2075, 10, 24, 12) - now],
    ['a past date', 'Mon, 23 Nov 2026 12:00:00 GMT', 0],
    ['a negative number', '-1', undefined],
    ['nothing', '', undefined],
    ['garbage', 'soon', undefined],
    ['a list', '120, 60', undefined],
    ['a number in another notation', '1e3', undefined],
    ['hexadecimal', '0x10', undefined],
    ['more digits than make sense', '99999999999', undefined],
    ['an impossible time', 'Tue, 24 Nov 2026 25:00:30 GMT', undefined],
    ['an impossible month', 'Tue, 24 Foo 2026 12:00:30 GMT', undefined],
    ['another zone', 'Tue, 24 Nov 2026 12:00:30 CET', undefined],
    ['ISO 8601', '2026-11-24T12:00:30Z', undefined],
  ])('as %s: %s', (_, field, expected) => {
    expect(read(field)).toBe(expected)
  })

  it('is undefined where there is none', () => {
    expect(retryAfterMs(new Headers(), now)).toBeUndefined()
  })
})

describe('a date', () => {
  it.each([
    ['behind', 'Tue, 24 Nov 2026 11:00:00 GMT', 'Tue, 24 Nov 2026 11:00:30 GMT'],
    ['ahead', 'Tue, 24 Nov 2026 13:00:00 GMT', 'Tue, 24 Nov 2026 13:00:30 GMT'],
  ])('is measured by the clock of a server that is %s', (_, date, at) => {
    expect(read(at, date)).toBe(30_000)
  })

  it('is measured by our clock where the server sends a Date that is none', () => {
    expect(read('Tue, 24 Nov 2026 12:00:30 GMT', 'yesterday')).toBe(30_000)
  })

  it('leaves seconds alone', () => {
    expect(read('30', 'Tue, 24 Nov 2026 11:00:00 GMT')).toBe(30_000)
  })

  it.each([
    ['26', 2026],
    ['76', 2076],
    ['77', 1977],
    ['94', 1994],
  ])('of the year %s is of %i', (year, expected) => {
    const at = parseHttpDate(`Sunday, 06-Nov-${year} 08:49:37 GMT`, now)
    expect(new Date(at ?? 0).getUTCFullYear()).toBe(expected)
  })
})
