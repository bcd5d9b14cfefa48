import { expect, test } from 'vitest'
import { configSchema } from '../config/MockConfig.ts'
import { patchSchema, settingsSchema } from './settingsSchema.ts'
import { namesAt } from './namesAt.ts'

test.each([
  ['limit', settingsSchema, ['limit'], ['requests', 'windowMs']],
  [
    'an optional part of a union',
    patchSchema,
    ['lockout'],
    ['attempts', 'withinMs', 'forMs', 'by', 'anonymous'],
  ],
  ['what a text may stand for', configSchema, ['counted'], ['limited', 'rejected', 'locked']],
  ['an item of a list', configSchema, ['faults', '0', 'delayMs'], ['medianMs', 'p99Ms']],
  ['nothing known', settingsSchema, ['errors', 'style'], []],
] as const)('%s', (_, schema, path, names) => {
  expect(namesAt(schema, path)).toEqual(names)
})

test('without a path, it returns the names at the top', () => {
  expect(namesAt(settingsSchema, [])).toEqual(Object.keys(settingsSchema.entries))
})
