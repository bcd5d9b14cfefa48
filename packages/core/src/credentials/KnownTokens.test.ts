import { expect, it } from 'vitest'
import { TokenCredential } from './TokenCredential.ts'
import { KnownTokens } from './KnownTokens.ts'

const tokens = ['token-a', 'token-b', 'token-c', 'token-d', 'token-e']
const everyToken = tokens.join(' ')

function knownTokens(...added: readonly string[]): KnownTokens {
  const known = new KnownTokens()
  for (const token of added) known.add(new TokenCredential(token))
  return known
}

it('takes out the tokens in use and lately used', () => {
  expect(knownTokens().redact(everyToken)).toBe(everyToken)
  const shown = knownTokens('token-a', 'token-b').redact(everyToken)
  expect(shown).toMatch(/^<token \w{16}> <token \w{16}> token-c token-d token-e$/)
})

it('forgets the one that is longest out of use', () => {
  const shown = knownTokens(...tokens).redact(everyToken)
  expect(shown).toMatch(/^token-a( <token \w{16}>){4}$/)
})

it('knows one that comes again once', () => {
  const shown = knownTokens('token-a', 'token-b', 'token-c', 'token-b', 'token-d').redact(everyToken)
  expect(shown).toMatch(/^(<token \w{16}> ){4}token-e$/)
})

it('takes out what a cut left of any of them', () => {
  expect(knownTokens('first-token', 'second-token').redact('with first-to', 'cut')).toBe('with ')
})
