import { expect, test } from 'vitest'
import { preferredCode } from './preferredCode.ts'

test.each([
  ['code=429', 429],
  ['Code = "503"', 503],
  ['respond-async, code=404; example=small, wait=1', 404],
  ['note="a, code=500", code=401', 401],
  ['code=403, code=429', 403],
  ['code=200', undefined],
  ['code=4290', undefined],
  ['code=0x1ad', undefined],
  ['code=600, code=429', undefined],
  ['code', undefined],
  ['barcode=429', undefined],
  ['note="code=429"', undefined],
  ['note="code=429, code=429', undefined],
  ['', undefined],
  [undefined, undefined],
])('%s asks for %s', (prefer, asked) => expect(preferredCode(prefer)).toBe(asked))

test('a huge field is read in one pass', () => {
  expect(preferredCode(`${'"'.repeat(16_000)}${','.repeat(16_000)}code=429`)).toBe(429)
})
