import { expect, it } from 'vitest'
import type { LockoutEvidence } from '../contract/LockoutEvidence.ts'
import { decideLockout } from './decideLockout.ts'

/** A plain 403 to a credential that was proven good a moment ago. */
const proven: LockoutEvidence = {
  headers: new Headers(),
  text: '{"detail":"You may not see this."}',
  isAuthenticated: true,
  isProven: true,
  hasRejection: false,
  forbidden: 0,
}
const retryAfter = new Headers({ 'retry-after': '900' })
const html = new Headers({ 'content-type': 'text/html; charset=utf-8' })
const scope = new Headers({ 'www-authenticate': 'Bearer error="insufficient_scope"', 'retry-after': '900' })
const lockoutText = '{"message":"Maximum number of login attempts exceeded"}'

it.each<[string, Partial<LockoutEvidence>, boolean, RegExp]>([
  ['proven, and no other sign', {}, false, /proven good a moment ago/],
  [
    'anonymous, even with a lockout text',
    { isAuthenticated: false, text: lockoutText },
    false,
    /no credential/,
  ],
  ['insufficient scope, even unproven', { headers: scope, isProven: false }, false, /scope/],
  ['insufficient scope, even with a lockout text', { headers: scope, text: lockoutText }, false, /scope/],
  ['a lockout text', { text: lockoutText }, true, /says that authentication is refused/],
  ['a lockout text on an HTML page', { text: lockoutText, headers: html }, true, /says/],
  ['"account locked"', { text: 'Account locked.' }, true, /says/],
  ['"temporarily locked"', { text: 'You are temporarily locked' }, true, /says/],
  [
    'a problem type of a lockout',
    { text: '{"type":"https://api.bando.cool/problems/lockout"}' },
    true,
    /says/,
  ],
  [
    'an address that is not allowed, even unproven',
    { text: 'Your IP 1.2.3.4 is not allowed', isProven: false },
    false,
    /IP address/,
  ],
  ['an address that is not allowed', { text: 'IP not allowed', isProven: false }, false, /IP address/],
  [
    'an address that is blocked, even with Retry-After',
    { text: 'This IP address is blocked', headers: retryAfter },
    false,
    /IP address/,
  ],
  ["a firewall's page", { headers: html, text: '<h1>Blocked</h1>', hasRejection: true }, false, /HTML/],
  [
    "a firewall's page to an unproven token",
    { headers: html, text: '<h1>Blocked</h1>', isProven: false },
    true,
    /not proven good before/,
  ],
  ['Retry-After', { headers: retryAfter }, true, /names a time/],
  ['a 401 a moment ago', { hasRejection: true }, true, /follows a 401/],
  ['unproven', { isProven: false }, true, /not proven good before/],
  ['the second in a row', { forbidden: 1 }, false, /proven good/],
  ['the third in a row', { forbidden: 2 }, true, /fails everywhere/],
  [
    'a word that only contains ip',
    { text: 'shipping not allowed', isProven: false },
    true,
    /not proven good before/,
  ],
])('%s', (_, evidence, isLockout, reason) => {
  const decision = decideLockout({ ...proven, ...evidence })
  expect(decision).toEqual({ isLockout, reason: expect.stringMatching(reason) })
})
