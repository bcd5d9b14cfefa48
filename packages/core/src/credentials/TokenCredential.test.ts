import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { TokenCredential } from './TokenCredential.ts'
import { id } from './credentialId.ts'

const token = 's3cret.token'
const credential = new TokenCredential(token)

it('is written as a bearer', () => {
  expect(credential.authorization()).toBe(`Bearer ${token}`)
})

it('is named by its id', () => {
  expect(credential.id).toBe(id(token))
  expect(credential.isToken(token)).toBe(true)
  expect(credential.isToken('another')).toBe(false)
})

it('cannot be seen', () => {
  const shown = [
    inspect(credential, { showHidden: true, depth: 9 }),
    JSON.stringify(credential),
    inspect(Object.getOwnPropertyDescriptors(credential)),
    Object.values(credential).join(),
  ]
  expect(shown.join()).not.toContain(token)
})

it('takes itself out of texts from elsewhere', () => {
  expect(credential.redact(`a ${token} b ${token}`)).toBe(
    `a <token ${credential.id}> b <token ${credential.id}>`,
  )
  expect(credential.redact('nothing')).toBe('nothing')
})

it('is refused at once when it cannot be one', () => {
  expect(() => new TokenCredential('a b')).toThrow(/white space/)
})
