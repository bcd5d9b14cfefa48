import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { id } from './credentialId.ts'

function expected(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 16)
}

it('is the beginning of the SHA-256, at every length around its blocks', () => {
  for (let length = 0; length <= 200; length += 1) {
    const token = 'x'.repeat(length)
    expect(id(token)).toBe(expected(token))
  }
})

it('is the beginning of the SHA-256 of any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (token) => {
      expect(id(token)).toBe(expected(token))
    }),
  )
})
