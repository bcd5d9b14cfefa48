import type { SharedStore } from '../contract/Store.ts'

/** What every `SharedStore` keeps to. `member` gives the store of one more member of the same place, as another process has. */
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
      expect(await textOf(member()), undefined)
    },
  },
  {
    name: 'gives what was written, to every member',
    async run(member) {
      const [one, other] = [member(), member()]
      await one.transact(key, () => 'first')
      expect(await textOf(one), 'first')
      expect(await textOf(other), 'first')
    },
  },
  {
    name: 'leaves the text as it is where nothing is to be written',
    async run(member) {
      const store = member()
      await store.transact(key, () => 'first')
      await store.transact(key, () => undefined)
      expect(await textOf(store), 'first')
    },
  },
  {
    name: 'keeps keys apart',
    async run(member) {
      const store = member()
      await store.transact(key, () => 'first')
      expect(await textOf(store, 'https://other.example#1'), undefined)
    },
  },
  {
    name: 'takes any text, and any length of it',
    async run(member) {
      const text = `"\\\n\u0000\u{1F9CA}${'x'.repeat(200_000)}`
      await member().transact(key, () => text)
      expect((await textOf(member()))?.length, text.length)
      expect(await textOf(member()), text)
    },
  },
  {
    name: 'lets one change it at a time: of a hundred increments by five members none is lost',
    async run(member) {
      const increment = (text: string | undefined): string => String(Number(text ?? 0) + 1)
      const twenty = async (store: SharedStore): Promise<void> => {
        await Promise.all(Array.from({ length: 20 }, () => store.transact(key, increment)))
      }
      await Promise.all(Array.from({ length: 5 }, () => twenty(member())))
      expect(await textOf(member()), '100')
    },
  },
  {
    name: 'calls each change once',
    async run(member) {
      const store = member()
      let calls = 0
      await Promise.all([
        store.transact(key, () => {
          calls += 1
          return 'a'
        }),
        store.transact(key, () => 'b'),
      ])
      expect(calls, 1)
    },
  },
  {
    name: 'tells those who watch when another member has written, and no more once they stop',
    async run(member) {
      const [one, other] = [member(), member()]
      await one.transact(key, () => '0')
      let heard = 0
      let tell = (): void => {}
      const stop = one.watch(key, () => {
        heard += 1
        tell()
      })
      const news = new Promise<void>((resolve) => {
        tell = resolve
      })
      await other.transact(key, () => '1')
      await news
      stop()
      const before = heard
      await other.transact(key, () => '2')
      expect(await textOf(one), '2')
      expect(heard, before)
    },
  },
  {
    name: 'sets aside what made no sense, and says where',
    async run(member) {
      const store = member()
      const place = await store.setAside(key, 'torn')
      expect(place.length > 0, true)
      expect(await textOf(store), undefined)
    },
  },
]

async function textOf(store: SharedStore, of = key): Promise<string | undefined> {
  let found: string | undefined
  await store.transact(of, (text) => {
    found = text
    return undefined
  })
  return found
}

function expect<Value>(found: Value, expected: Value): void {
  if (Object.is(found, expected)) return
  throw new Error(`expected ${show(expected)}, found ${show(found)}`)
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? 'undefined').slice(0, 200)
}
