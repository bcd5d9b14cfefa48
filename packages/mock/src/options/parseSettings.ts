import * as v from 'valibot'
import { checkOption } from './checkOption.ts'
import { defaults } from './defaults.ts'
import type { MockOptions } from './MockOptions.ts'
import type { MockSettings } from './MockSettings.ts'
import { settingsSchema } from './settingsSchema.ts'
import { tokensSchema } from './tokenSchema.ts'

const listed = v.object({ tokens: v.optional(tokensSchema) })

/** Returns the plain options: completed, checked and frozen. The caller's object is not changed. */
export function parseSettings(options: MockOptions, base: MockSettings = defaults): MockSettings {
  const { tokens, routes: _routes, faults: _faults, clock: _clock, admin: _admin, ...plain } = options
  // Without this check a text would be read as a list of one-letter tokens.
  checkOption(listed, { tokens }, 'options')
  const given = withoutUndefined(plain)
  const complete = {
    ...base,
    ...given,
    counted: { ...base.counted, ...given.counted },
    lockout: completeLockout(given.lockout, base.lockout),
  }
  return Object.freeze(checkOption(settingsSchema, complete, 'options'))
}

function completeLockout(given: MockOptions['lockout'], base: MockSettings['lockout']): unknown {
  if (given === undefined) return base
  if (given === null || typeof given !== 'object') return given
  return { ...(base === false ? defaults.lockout : base), ...withoutUndefined(given) }
}

function withoutUndefined<Options extends object>(options: Options): Options {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Options
}
