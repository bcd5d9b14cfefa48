import type { Change, CommitContext, SharedStore } from '../contract/Store.ts'

/**
 * What every store keeps to. `member` gives the store of one more member of the same place, as
 * another process has.
 */
export interface StoreCase {
  readonly name: string
  /** @throws Error saying what was expected and what was found */
  run(member: () => SharedStore): Promise<void>
}

const key = 'https://api.example#1'

export const storeConformance: readonly StoreCase[] = [
  {
    name: 'has nothing at first',
    async run(member) {
      expect(await commit(member(), (text, _at, version) => ({ result: [text, version] })), [undefined, 0])
    },
  },
  {
    name: 'gives what was written to every member, with a version that grows',
    async run(member) {
      const [one, other] = [member(), member()]
      const { version } = await commitFully(one, () => ({ next: 'first', result: 0 }))
      expect(await textOf(one), 'first')
      expect(await textOf(other), 'first')
      const later = await commitFully(other, (_text, _at, found) => ({ next: 'second', result: found }))
      expect(later.result, version)
      expect(later.version > version, true)
    },
  },
  {
    name: 'leaves the text and the version as they are if nothing is to be written',
    async run(member) {
      const store = member()
      const { version } = await commitFully(store, () => ({ next: 'first', result: 0 }))
      const again = await commitFully(store, () => ({ result: 0 }))
      expect(again.version, version)
      expect(await textOf(store), 'first')
    },
  },
  {
    name: 'gives what the last run of the change gives',
    async run(member) {
      const store = member()
      let runs = 0
      const result = await commit(store, () => {
        runs += 1
        return { next: `run ${runs}`, result: runs }
      })
      expect(result, runs)
      expect(await textOf(store), `run ${runs}`)
    },
  },
  {
    name: 'keeps keys apart',
    async run(member) {
      const store = member()
      await commit(store, () => ({ next: 'first', result: 0 }))
      expect(await textOf(store, 'https://other.example#1'), undefined)
    },
  },
  {
    name: 'takes any text, and any length of it',
    async run(member) {
      const text = `"\\\n\u{1F9CA}${'x'.repeat(200_000)}`
      await commit(member(), () => ({ next: text, result: 0 }))
      const found = await textOf(member())
      expect(found?.length, text.length)
      expect(found, text)
    },
  },
  {
    name: 'lets one change it at a time: of a hundred increments by five members none is lost',
    async run(member) {
      const twenty = async (store: SharedStore): Promise<void> => {
        for (let count = 0; count < 20; count += 1)
          await commit(store, (text = '0') => ({ next: String(Number(text) + 1), result: 0 }))
      }
      await Promise.all(Array.from({ length: 5 }, () => twenty(member())))
      expect(await textOf(member()), '100')
    },
  },
  {
    name: 'has a time that never runs backwards, for all members together',
    async run(member) {
      const [one, other] = [member(), member()]
      let last = 0
      for (let count = 0; count < 20; count += 1) {
        const { at } = await commitFully(count % 2 === 0 ? one : other, () => ({
          next: String(count),
          result: 0,
        }))
        expect(at >= last, true)
        last = at
      }
    },
  },
  {
    name: 'rejects what a change throws, and changes nothing',
    async run(member) {
      const store = member()
      await commit(store, () => ({ next: 'first', result: 0 }))
      const failure = await commit(store, () => {
        throw new Error('no')
      }).catch((error: unknown) => error)
      expect(String(failure), 'Error: no')
      expect(await textOf(store), 'first')
      expect(await commit(member(), (text) => ({ next: 'second', result: text })), 'first')
    },
  },
  {
    name: 'rejects a commit that is not needed any more',
    async run(member) {
      const store = member()
      const signal = AbortSignal.abort(new Error('enough'))
      const failed = await store.port
        .commit(key, () => ({ next: 'first', result: 0 }), { ...context(), signal })
        .then(
          () => 'written',
          () => 'rejected',
        )
      expect(failed, 'rejected')
      expect(await textOf(store), undefined)
    },
  },
  {
    name: 'tells those who watch when another member has written, and no more once they stop',
    async run(member) {
      const [one, other] = [member(), member()]
      await commit(one, () => ({ next: '0', result: 0 }))
      for (const isWaiting of [true, false]) {
        let tell = (): void => {}
        let heard = 0
        const stop = one.port.watch(
          key,
          () => {
            heard += 1
            tell()
          },
          { isWaiting },
        )
        const news = new Promise<void>((resolve) => {
          tell = resolve
        })
        await commit(other, () => ({ next: `1${isWaiting}`, result: 0 }))
        await news
        stop()
        const before = heard
        await commit(other, () => ({ next: `2${isWaiting}`, result: 0 }))
        expect(await textOf(one), `2${isWaiting}`)
        expect(heard, before)
      }
    },
  },
]

type ChangeOf<Result> = (text: string | undefined, at: number, version: number) => Change<Result>

function context(): CommitContext {
  return {
    at: (lastAt) => Math.max(lastAt, Date.now()),
    signal: new AbortController().signal,
    onDamage(place) {
      throw new Error(`damaged: ${place}`)
    },
  }
}

function commitFully<Result>(store: SharedStore, change: ChangeOf<Result>, of = key) {
  return store.port.commit(of, change, context())
}

async function commit<Result>(store: SharedStore, change: ChangeOf<Result>): Promise<Result> {
  return (await commitFully(store, change)).result
}

async function textOf(store: SharedStore, of = key): Promise<string | undefined> {
  return (await commitFully(store, (text) => ({ result: text }), of)).result
}

function expect<Value>(found: Value, expected: Value): void {
  const [written, wanted] = [write(found), write(expected)]
  if (written !== wanted) throw new Error(`expected ${show(wanted)}, found ${show(written)}`)
}

function write(value: unknown): string {
  return JSON.stringify(value) ?? 'undefined'
}

/** A text as messages quote it: a long one by its beginning and its end. */
function show(text: string): string {
  return text.length > 200 ? `${text.slice(0, 100)}…${text.slice(-100)}` : text
}
