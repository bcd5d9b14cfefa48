import { expect, it } from 'vitest'
import { durationOf } from './format.ts'

it.each([
  [0, '0 ms'],
  [850.4, '850 ms'],
  [1000, '1 s'],
  [59_499, '59 s'],
  [60_000, '1:00 min'],
  [185_000, '3:05 min'],
  [3_600_000, '1:00:00 h'],
  [3_661_000, '1:01:01 h'],
])('shows %d ms as %s', (ms, text) => expect(durationOf(ms)).toBe(text))
