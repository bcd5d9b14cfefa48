import { expect, test } from 'vitest'
import { defaults } from './defaults.ts'
import type { MockOptions } from './MockOptions.ts'
import { MockOptionError } from './MockOptionError.ts'
import { parseSettings } from './parseSettings.ts'

test('without options, every default is the contract’s', () => {
  expect(parseSettings({})).toEqual(defaults)
  expect(parseSettings({ limit: undefined })).toEqual(defaults)
})

test('partial options are completed, and the caller’s object is not changed', () => {
  const given = Object.freeze({
    lockout: Object.freeze({ attempts: 2 }),
    counted: Object.freeze({ limited: true }),
  })
  const settings = parseSettings(given)
  expect(settings.lockout).toEqual({ ...defaults.lockout, attempts: 2 })
  expect(settings.counted).toEqual({ limited: true, rejected: true, locked: true })
  expect(Object.isFrozen(settings)).toBe(true)
})

test('a token in place of the list is refused, and the message does not repeat it', () => {
  const options = { tokens: 'bando_x' } as object
  expect(() => parseSettings(options)).toThrow(
    'Option "tokens" must be a list of tokens, but another text was given.',
  )
})

test.each([
  [
    { limit: { requests: 0, windowMs: 1 } },
    'Option "limit.requests" must be a whole number of 1 or more, but 0 was given.',
  ],
  [
    { algorithm: 'leaky' },
    'Option "algorithm" must be one of "fixed-window", "fixed-window-aligned", "sliding-log", "token-bucket", "sliding-counter", but "leaky" was given.',
  ],
  [
    { lockout: { attempts: -1 } },
    'Option "lockout.attempts" must be a whole number of 1 or more, but -1 was given.',
  ],
  [
    { lockout: true },
    'Option "lockout" must be false, or an object { attempts, withinMs, forMs, by, anonymous }, but true was given.',
  ],
  [{ counted: { limited: 'yes' } }, 'Option "counted.limited" must be true or false, but "yes" was given.'],
  [{ lockout: { attemps: 3 } }, 'There is no option "lockout.attemps". Did you mean "lockout.attempts"?'],
  [
    { limit: { requests: 3 } },
    'Option "limit.windowMs" is missing: "limit" must be an object { requests, windowMs }.',
  ],
  [{ limits: 3 }, 'There is no option "limits". Did you mean "limit"?'],
  [{ colour: 3 }, 'There is no option "colour". Remove it, or look up its name in the README.'],
])('%o is refused with what is wrong', (options, message) => {
  expect(() => parseSettings(options as unknown as MockOptions)).toThrow(new MockOptionError(message))
})

test('a message about a token in the wrong place does not repeat it', () => {
  const options: object = { errors: { token: 'bando_real' } }
  expect(() => parseSettings(options)).toThrow(
    'Option "errors" must be one of "bando", "legacy", "problem", "plain", "empty", but {"token":"another text"} was given.',
  )
})
