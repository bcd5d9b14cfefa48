import { checkOption } from './checkOption.ts'
import type { MockOptions } from './MockOptions.ts'
import type { MockSettings } from './MockSettings.ts'
import { MockOptionError } from './MockOptionError.ts'
import { parseSettings } from './parseSettings.ts'
import { patchSchema } from './settingsSchema.ts'

/** The settings that a running mock can change. The rules read them anew for each request. */
export type SettingsPatch = Omit<MockOptions, keyof typeof fixed>

/** The options that cannot be changed later, and what to do instead. */
const fixed = {
  tokens: 'Issue and revoke tokens with mock.tokens, or POST /_mock/tokens',
  faults: 'Add and remove faults with mock.faults, or POST /_mock/faults',
  clock: 'Move time with mock.clock, or PATCH /_mock/clock',
  routes: 'Pass them to createMock',
  admin: 'Pass it to createMock, or start the command with --admin',
  journalSize: 'Pass it to createMock, or start the command with --journal-size',
  seed: 'Pass it to createMock, or start the command with --seed',
} as const

/**
 * Returns the settings after a change.
 * @throws {MockOptionError} for an unknown name, or one that can be set only at the start
 */
export function parsePatch(patch: SettingsPatch, base: MockSettings): MockSettings {
  for (const [name, instead] of Object.entries(fixed)) {
    if (Object.hasOwn(patch, name))
      throw new MockOptionError(`Option "${name}" cannot be changed while the mock runs. ${instead}.`)
  }
  checkOption(patchSchema, patch, 'settings')
  return parseSettings(patch, base)
}
