import { expect, test } from 'vitest'
import { withoutTokens } from './withoutTokens.ts'

test.each([
  ['?token=bando_abc123&x=1', '?token=[token]&x=1'],
  ['?token=bando_abc-def.ghi~j+k/l==&x=1', '?token=[token]&x=1'],
  ['?token=bando%5Fabc%2Fdef%3D%3D&x=1', '?token=[token]&x=1'],
  ['?token=%62%61%6e%64%6F_abc', '?token=[token]'],
  ['/api/v1/bando_abc', '/api/v1/[token]'],
  ['?of=100%25', '?of=100%25'],
  ['?of=bando', '?of=bando'],
])('what looks like a token is taken out of %s', (text, clean) => {
  expect(withoutTokens(text)).toBe(clean)
})
