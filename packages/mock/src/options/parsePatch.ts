import { checkOption } from './checkOption.ts'
import type { MockOptions } from './MockOptions.ts'
import type { MockSettings } from './MockSettings.ts'
import { MockOptionError } from './MockOptionError.ts'
import { parseSettings } from './parseSettings.ts'
import { patchSchema } from './settingsSchema.ts'

/** What a running mock takes: the settings that rules ask for anew with each request. */
export type SettingsPatch = Omit<MockOptions, keyof typeof fixed>

/** What stands from the start, and what to do instead of changing it. */
const fixed = {
  tokens: 'Issue and revoke them one by one: mock.tokens, or POST /_mock/tokens',
  faults: 'Add and remove them one by one: mock.faults, or POST /_mock/faults',
  clock: 'Move the time that it has: mock.clock, or PATCH /_mock/clock',
  routes: 'Give them to createMock',
  admin: 'Give it to createMock, or start the command with --admin',
  journalSize: 'Give it to createMock, or start the command with --journal-size',
  seed: 'Give it to createMock, or start the command with --seed',
} as const

/** The settings after a change. @throws {MockOptionError} for a name that is none, or that only a start can set */
export function parsePatch(patch: SettingsPatch, base: MockSettings): MockSettings {
  for (const [name, instead] of Object.entries(fixed)) {
    if (Object.hasOwn(patch, name))
      throw new MockOptionError(`Option "${name}" cannot be changed while the mock runs. ${instead}.`)
  }
  checkOption(patchSchema, patch, 'settings')
  return parseSettings(patch, base)
}
