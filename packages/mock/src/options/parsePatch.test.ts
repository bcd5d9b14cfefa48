import { expect, test } from 'vitest'
import { defaults } from './defaults.ts'
import type { MockOptions } from './MockOptions.ts'
import { MockOptionError } from './MockOptionError.ts'
import { parsePatch } from './parsePatch.ts'

test('changes the given settings, and keeps the rest', () => {
  const before = { ...defaults, errors: 'plain' as const }
  expect(parsePatch({ headers: 'none' }, before)).toEqual({ ...before, headers: 'none' })
})

test.each(['tokens', 'faults', 'clock', 'routes', 'admin', 'journalSize', 'seed'])(
  '%s: refused, and told what to do instead',
  (name) => {
    const patch: MockOptions = { [name]: 1 }
    expect(() => parsePatch(patch, defaults)).toThrow(MockOptionError)
    expect(() => parsePatch(patch, defaults)).toThrow(
      new RegExp(`^Option "${name}" cannot be changed while the mock runs\\. [A-Z].*(mock|Mock)`),
    )
  },
)

test('changes any part of lockout and counted', () => {
  const { lockout, counted } = parsePatch({ lockout: { attempts: 2 }, counted: { limited: true } }, defaults)
  expect(lockout).toEqual({ ...(defaults.lockout as object), attempts: 2 })
  expect(counted).toEqual({ ...defaults.counted, limited: true })
})

test('an unknown name is refused with the nearest one', () => {
  const patch: object = { limits: { requests: 1, windowMs: 1000 } }
  expect(() => parsePatch(patch, defaults)).toThrow('There is no option "limits". Did you mean "limit"?')
})
