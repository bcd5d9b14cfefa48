import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { expect, it } from 'vitest'
import * as entry from '../src/index.ts'

const source = fileURLToPath(new URL('../src/index.ts', import.meta.url))

interface Bundle {
  /** Minified and compressed, over the core and RxJS. */
  readonly bytes: number
  /** Names of the modules that are in it. */
  readonly modules: readonly string[]
}

async function bundle(names: readonly string[]): Promise<Bundle> {
  const built = await rolldown({
    input: 'user',
    external: ['@bando/core', 'rxjs'],
    plugins: [
      {
        name: 'user',
        resolveId: (id) => (id === 'user' ? id : undefined),
        load: (id) =>
          id === 'user' ? `export { ${names.join(', ')} } from ${JSON.stringify(source)}` : undefined,
      },
    ],
  })
  const { output } = await built.generate({ minify: true })
  const [chunk] = output
  const modules = Object.entries(chunk.modules)
    .filter(([, { renderedLength }]) => renderedLength > 0)
    .map(([id]) => id.split('/').at(-1) ?? '')
  return { bytes: gzipSync(chunk.code, { level: 9 }).length, modules }
}

const names = Object.keys(entry)

it('is at most 3.3 kB in all, minified and compressed', async () => {
  expect((await bundle(names)).bytes).toBeLessThanOrEqual(3300)
})

it.each(names)('%s is at most 1.8 kB alone, minified and compressed', async (name) => {
  expect((await bundle([name])).bytes).toBeLessThanOrEqual(1800)
})

/** What each name needs besides its own file. */
const needs: Readonly<Record<string, readonly string[]>> = {
  fromBando: [],
  schedulerClock: ['wait.ts'],
  state$: ['closed.ts', 'outsideAngular.ts'],
  limit$: ['closed.ts', 'outsideAngular.ts', 'part.ts', 'state.ts'],
  auth$: ['closed.ts', 'outsideAngular.ts', 'part.ts', 'state.ts'],
  queue$: ['closed.ts', 'outsideAngular.ts', 'part.ts', 'state.ts'],
  whenOpen$: [
    'closed.ts',
    'hasRoom.ts',
    'idleScheduler.ts',
    'opensAt.ts',
    'outsideAngular.ts',
    'state.ts',
    'wait.ts',
  ],
  retryWhenOpen: [
    'check.ts',
    'closed.ts',
    'hasRoom.ts',
    'idleScheduler.ts',
    'opensAt.ts',
    'outsideAngular.ts',
    'state.ts',
    'wait.ts',
    'whenOpen.ts',
  ],
  pollBando: ['check.ts', 'closed.ts', 'fromBando.ts', 'outsideAngular.ts', 'visible.ts', 'wait.ts'],
  fromEach: [
    'IteratorSupply.ts',
    'check.ts',
    'closed.ts',
    'eachRequest.ts',
    'fromBando.ts',
    'hasRoom.ts',
    'runEach.ts',
  ],
  mapToBando: [
    'BufferSupply.ts',
    'check.ts',
    'closed.ts',
    'eachRequest.ts',
    'fromBando.ts',
    'hasRoom.ts',
    'runEach.ts',
  ],
}

it.each(names)('%s is bundled with what it needs, and nothing else', async (name) => {
  const { modules } = await bundle([name])
  expect(modules.toSorted()).toEqual([...(needs[name] ?? []), `${name.replace('$', '')}.ts`].toSorted())
})
