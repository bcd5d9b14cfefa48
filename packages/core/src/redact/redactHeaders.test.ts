import { expect, it } from 'vitest'
import { redactHeaders } from './redactHeaders.ts'

const redact = (text: string): string => text.replaceAll('s3cret', '<token>')

it('shows what an answer said of itself, without the token', () => {
  const headers = new Headers([
    ['content-type', 'text/plain'],
    ['x-echo', 'Bearer s3cret'],
    ['x-s3cret', '1'],
    ['set-cookie', 'a=s3cret'],
    ['set-cookie', 'b=1'],
  ])
  const bare = redactHeaders(headers, redact)
  expect([...bare]).toEqual([
    ['content-type', 'text/plain'],
    ['set-cookie', 'a=<token>'],
    ['set-cookie', 'b=1'],
    ['x-echo', 'Bearer <token>'],
  ])
  expect(headers.get('x-echo')).toBe('Bearer s3cret')
})
