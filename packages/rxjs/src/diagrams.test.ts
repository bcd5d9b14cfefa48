import { readFile, readdir } from 'node:fs/promises'
import type { Observable } from 'rxjs'
import { map } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { auth$, fromBando, fromEach, limit$, mapToBando, pollBando, queue$ } from './index.ts'
import { retryWhenOpen, state$, whenOpen$ } from './index.ts'
import { marbles } from './marbles.testing.ts'

const twoPer10Ms = { anonymousLimit: { requests: 2, windowMs: 10 } }
const onePer10Ms = { anonymousLimit: { requests: 1, windowMs: 10 } }
const path = (id: string): string => `/${id}`
const folder = new URL('.', import.meta.url)

/** The rows of the diagram in a docstring, by their names. */
async function diagramIn(file: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(new URL(file, folder), 'utf8')
  const [, diagram = ''] = /```text\n([\s\S]*?)```/.exec(text) ?? []
  const rows = Array.from(
    diagram.matchAll(/^ \* (\S+) {3,}(.+)$/gm),
    ([, name = '', row = '']) => [name, row] as const,
  )
  return new Map(rows)
}

const row = async (file: string, name: string): Promise<string> =>
  (await diagramIn(file)).get(name) ?? expect.fail(`${file} shows no ${name}`)

it('each creation function and operator has a diagram', async () => {
  const entry = await readFile(new URL('index.ts', folder), 'utf8')
  const files = Array.from(
    entry.matchAll(/^export \{ .* \} from '\.\/([\w/]+\.ts)'/gm),
    ([, file = '']) => file,
  )
  expect((await readdir(folder, { recursive: true })).filter((file) => files.includes(file))).toHaveLength(
    files.length,
  )
  const without = []
  for (const file of files) if ((await diagramIn(file)).size === 0) without.push(file)
  expect(without).toEqual(['schedulerClock.ts'])
})

describe('the diagram of', () => {
  it('fromBando', async () => {
    const { bando, record, run } = await marbles()
    const recording = record(fromBando(bando, '/a'))
    await run()
    recording.toBe(await row('fromBando.ts', 'fromBando'))
  })

  it('fromEach', async () => {
    const { bando, record, run } = await marbles(twoPer10Ms)
    const recording = record(fromEach(bando, 'abcd', path))
    await run()
    recording.toBe(await row('fromEach.ts', 'fromEach'))
  })

  it('mapToBando', async () => {
    const { bando, cold, record, run } = await marbles(twoPer10Ms)
    const source$ = cold(await row('mapToBando.ts', 'source'))
    const recording = record(source$.pipe(mapToBando(bando, path)))
    await run()
    recording.toBe(await row('mapToBando.ts', 'mapToBando'))
  })

  it('pollBando', async () => {
    const answers = (await row('pollBando.ts', 'responses')).replaceAll('-', '')
    const { bando, scheduler, record, run } = await marbles({
      respond: (_, index) => Response.json(answers[index]),
    })
    const until = ({ data }: { readonly data: unknown }): boolean => data === 'B'
    const recording = record(pollBando(bando, '/a', { everyMs: 5, until }, scheduler))
    await run()
    recording.toBe(await row('pollBando.ts', 'pollBando'))
  })

  it('retryWhenOpen', async () => {
    const { bando, scheduler, record, run } = await marbles(onePer10Ms)
    record(fromBando(bando, '/first'))
    const source$ = fromBando(bando, '/a', { maxWaitMs: 0 })
    const once = record(source$)
    const recording = record(source$.pipe(retryWhenOpen(bando, {}, scheduler)))
    await run()
    once.toBe((await row('retryWhenOpen.ts', 'source'))[0] ?? '')
    recording.toBe(await row('retryWhenOpen.ts', 'retryWhenOpen'))
  })

  it('whenOpen$', async () => {
    const anonymousLimit = { requests: 1, windowMs: 20 }
    const { bando, record, run } = await marbles({ anonymousLimit })
    record(fromBando(bando, '/first'))
    const recording = record(whenOpen$(bando).pipe(map(() => 'o')))
    await run()
    recording.toBe(await row('whenOpen.ts', 'whenOpen$'))
  })

  it.each<[string, (bando: Parameters<typeof state$>[0]) => Observable<string>, object]>([
    ['state', (bando) => state$(bando).pipe(map(() => 's')), { token: 'bando_x' }],
    ['auth', (bando) => auth$(bando).pipe(map(({ status }) => status.slice(0, 1))), { token: 'bando_x' }],
    ['limit', (bando) => limit$(bando).pipe(map(({ remaining }) => String(remaining))), twoPer10Ms],
    ['queue', (bando) => queue$(bando).pipe(map(({ waiting }) => String(waiting))), onePer10Ms],
  ])('%s$', async (name, stream$, options) => {
    const { bando, cold, record, run } = await marbles(options)
    const recording = record(stream$(bando))
    cold(await row(`state/${name}.ts`, 'calls')).subscribe((id) => record(fromBando(bando, path(id))))
    const diagram = await row(`state/${name}.ts`, `${name}$`)
    await run(diagram.indexOf('|'))
    await bando.close()
    recording.toBe(diagram)
  })
})
