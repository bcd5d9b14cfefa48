import { describe, expect, it } from 'vitest'
import type { Otherwise } from './conformance.testing.ts'
import { caseNames, membersOf, runCase } from './conformance.testing.ts'
import { storeConformance } from './storeConformance.ts'

const ahead = Date.UTC(2999, 0, 1)

const sound: readonly (readonly [string, Otherwise])[] = [
  ['does what its port does', () => ({})],
  [
    'keeps no empty text, as some databases cannot',
    ({ port }) => ({
      commit: (key, change, context) =>
        port.commit(
          key,
          (text, at, version) => {
            const changed = change(text, at, version)
            if (changed.next === '') throw new Error('The text is empty.')
            return changed
          },
          context,
        ),
    }),
  ],
  [
    'takes no empty key, as some databases cannot',
    ({ port }) => ({
      commit: async (key, change, context) => {
        if (key === '') throw new Error('The key is empty.')
        return port.commit(key, change, context)
      },
    }),
  ],
  [
    'runs each change twice',
    ({ port }) => ({
      commit: (key, change, context) =>
        port.commit(
          key,
          (text, at, version) => {
            change(text, at, version)
            return change(text, at, version)
          },
          context,
        ),
    }),
  ],
  [
    'has a time ahead of the wall',
    ({ port }) => ({
      commit: (key, change, context) =>
        port.commit(key, change, {
          ...context,
          at: (lastAt) => (lastAt === 0 ? ahead : context.at(lastAt)),
        }),
    }),
  ],
  [
    'can watch only what it keeps, and needs to know whether a call waits',
    ({ port, disk }) => ({
      watch: (key, listener, options) => {
        if (!disk.texts.has(key)) throw new Error('The key is unknown.')
        if (typeof options.isWaiting !== 'boolean') throw new Error('Whether a call waits is unknown.')
        return port.watch(key, listener, options)
      },
    }),
  ],
]

describe.each(sound)('a store that %s', (_, otherwise) => {
  it.each(caseNames)('%s', async (name) => {
    await expect(runCase(name, membersOf(otherwise))).resolves.toBeUndefined()
  })
})

it('has no case but these', () => {
  expect(storeConformance.map(({ name }) => name)).toEqual(caseNames)
})
