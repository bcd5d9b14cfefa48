import { describe, expect, it } from 'vitest'
import { failure } from '../call/setUp.testing.ts'
import type { StorePort } from '../contract/Store.ts'
import type { Otherwise, Sound } from './conformance.testing.ts'
import { caseNames, membersOf, runCase } from './conformance.testing.ts'
import { SharedMemory } from './SharedMemory.ts'

type Defect = readonly [store: string, message: string | RegExp, otherwise: Otherwise]

/** A store that commits otherwise. */
const commits =
  (commit: (sound: Sound) => StorePort['commit']): Otherwise =>
  (sound) => ({ commit: commit(sound) })

/** A store that keeps something else than the text that it is given. */
const keeps = (replaced: (text: string) => string | undefined): Otherwise =>
  commits(
    ({ port }) =>
      (key, change, context) =>
        port.commit(
          key,
          (text, at, version) => {
            const { next, ...changed } = change(text, at, version)
            return next === undefined ? changed : { ...changed, next: replaced(next) }
          },
          context,
        ),
  )

/** A store whose member `behind` has a clock that is 10 ms behind those of the others. */
const clockOf = (behind: number): Otherwise =>
  commits(({ port, index }) => async (key, change, context) => {
    let isWritten = false
    const committed = await port.commit(
      key,
      (text, at, version) => {
        const changed = change(text, at, version)
        isWritten = changed.next !== undefined
        return changed
      },
      context,
    )
    return isWritten ? { ...committed, at: index === behind ? 10 : 20 } : committed
  })

/** A store that goes on telling those whose calls wait, or those whose calls do not. */
const tellsOn =
  (whileWaiting: boolean): Otherwise =>
  ({ port }) => ({
    watch: (key, listener, options) => {
      const stop = port.watch(key, listener, options)
      return options.isWaiting === whileWaiting ? () => {} : stop
    },
  })

const defects: Readonly<Record<(typeof caseNames)[number], readonly Defect[]>> = {
  'has nothing at first': [
    [
      'has a text before the first commit',
      'expected [null,0], found ["old",0]',
      commits(
        ({ port }) =>
          (key, change, context) =>
            port.commit(key, (text = 'old', at, version) => change(text, at, version), context),
      ),
    ],
    [
      'has a first version of 1',
      'expected [null,0], found [null,1]',
      commits(
        ({ port }) =>
          (key, change, context) =>
            port.commit(key, (text, at, version) => change(text, at, version + 1), context),
      ),
    ],
    [
      'says that what it keeps is damaged',
      'damaged: a shelf',
      commits(({ port }) => async (key, change, context) => {
        context.onDamage('a shelf')
        return port.commit(key, change, context)
      }),
    ],
  ],
  'gives what was written to every member, with a version that grows': [
    ['keeps nothing', 'expected "first", found undefined', keeps(() => undefined)],
    ['keeps a text for each member', 'expected "first", found undefined', () => new SharedMemory().port()],
    [
      'tells a change an older version',
      'expected 1, found 0',
      commits(
        ({ port }) =>
          (key, change, context) =>
            port.commit(key, (text, at, version) => change(text, at, Math.max(0, version - 1)), context),
      ),
    ],
    [
      'counts versions to 1',
      'expected true, found false',
      commits(({ port }) => async (key, change, context) => {
        const counted = (version: number): number => Math.min(1, version)
        const { version, ...committed } = await port.commit(
          key,
          (text, at, found) => change(text, at, counted(found)),
          context,
        )
        return { ...committed, version: counted(version) }
      }),
    ],
  ],
  'leaves the text and the version as they are if nothing is to be written': [
    [
      'has a new version after each commit',
      'expected 1, found 2',
      commits(({ port }) => {
        let version = 0
        return async (key, change, context) => {
          version += 1
          return { ...(await port.commit(key, change, context)), version }
        }
      }),
    ],
    [
      'loses its text if nothing is to be written',
      'expected "first", found undefined',
      commits(({ port, disk }) => async (key, change, context) => {
        const { commits: before } = disk.written
        const committed = await port.commit(key, change, context)
        if (disk.written.commits === before) disk.damage(key, undefined)
        return committed
      }),
    ],
  ],
  'gives what the last run of the change gives': [
    [
      'gives what the first of two runs gives',
      'expected 2, found 1',
      commits(
        ({ port }) =>
          (key, change, context) =>
            port.commit(
              key,
              (text, at, version) => {
                const { result } = change(text, at, version)
                return { ...change(text, at, version), result }
              },
              context,
            ),
      ),
    ],
    [
      'keeps the text of the first of two runs',
      'expected "run 2", found "run 1"',
      commits(
        ({ port }) =>
          (key, change, context) =>
            port.commit(
              key,
              (text, at, version) => {
                const { next } = change(text, at, version)
                return { ...change(text, at, version), next }
              },
              context,
            ),
      ),
    ],
  ],
  'keeps keys apart': [
    [
      'keeps one text',
      'expected undefined, found "first"',
      commits(
        ({ port }) =>
          (_key, change, context) =>
            port.commit('one', change, context),
      ),
    ],
  ],
  'takes any text, and any length of it': [
    ['keeps nothing', 'expected 200005, found undefined', keeps(() => undefined)],
    ['cuts long texts', 'expected 200005, found 65535', keeps((text) => text.slice(0, 65_535))],
    [
      'has no emoji',
      /^expected "\\"\\\\\\n🧊x{91}…x{99}", found "\\"\\\\\\n\?\?x{91}…x{99}"$/,
      keeps((text) => text.replaceAll(/[\ud800-\udfff]/g, '?')),
    ],
    [
      'damages the end of long texts',
      /^expected "\\"\\\\\\n🧊x{91}…x{99}", found "\\"\\\\\\n🧊x{91}…x{90}damaged!!"$/,
      keeps((text) => text.replace(/x{9}$/, 'damaged!!')),
    ],
  ],
  'lets one change it at a time: of a hundred increments by five members none is lost': [
    [
      'lets another member write between its reading and its writing',
      /^expected "100", found "\d\d"$/,
      commits(({ port }) => async (key, change, context) => {
        const { result } = await port.commit(
          key,
          (text, at, version) => ({ result: change(text, at, version) }),
          context,
        )
        return port.commit(key, () => result, context)
      }),
    ],
  ],
  'has a time that never runs backwards, for all members together': [
    [
      'takes the time of each member, if that of the first is behind',
      'expected true, found false',
      clockOf(0),
    ],
    [
      'takes the time of each member, if that of the second is behind',
      'expected true, found false',
      clockOf(1),
    ],
  ],
  'rejects what a change throws, and changes nothing': [
    [
      'hides what a change throws',
      'expected "Error: no", found "undefined"',
      commits(({ port }) => (key, change, context) => {
        const hidden = { result: undefined as never, at: 0, version: 0 }
        return port.commit(key, change, context).catch(() => hidden)
      }),
    ],
    [
      'rejects with an error of its own',
      'expected "Error: no", found "Error: failed"',
      commits(
        ({ port }) =>
          (key, change, context) =>
            port.commit(key, change, context).catch(() => {
              throw new Error('failed')
            }),
      ),
    ],
    [
      'loses its text when a change throws',
      'expected "first", found undefined',
      commits(
        ({ port, disk }) =>
          (key, change, context) =>
            port.commit(key, change, context).catch((error: unknown) => {
              disk.damage(key, undefined)
              throw error
            }),
      ),
    ],
  ],
  'rejects a commit that is not needed any more': [
    [
      'goes on with it',
      'expected "rejected", found "written"',
      commits(
        ({ port }) =>
          (key, change, context) =>
            port.commit(key, change, { ...context, signal: new AbortController().signal }),
      ),
    ],
    [
      'rejects it after writing',
      'expected undefined, found "first"',
      commits(({ port }) => async (key, change, context) => {
        const committed = await port.commit(key, change, {
          ...context,
          signal: new AbortController().signal,
        })
        context.signal.throwIfAborted()
        return committed
      }),
    ],
  ],
  'tells those who watch when another member has written, and no more once they stop': [
    ['goes on telling those whose calls wait', 'expected 1, found 2', tellsOn(true)],
    ['goes on telling those whose calls do not wait', 'expected 1, found 2', tellsOn(false)],
  ],
}

describe.each(caseNames)('the case "%s"', (name) => {
  it.each(defects[name])('fails for a store that %s', async (_, message, otherwise) => {
    const error = await failure(runCase(name, membersOf(otherwise)))
    expect(error).toMatchObject({
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    })
  })
})
