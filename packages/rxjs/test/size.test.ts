import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { expect, it } from 'vitest'
import * as entry from '../src/index.ts'

const source = fileURLToPath(new URL('../src/index.ts', import.meta.url))
const page = fileURLToPath(new URL('page.ts', import.meta.url))
const names = Object.keys(entry)

interface Bundle {
  /** Minified. */
  readonly code: string
  /** Names of the modules that are in it. */
  readonly modules: readonly string[]
}

/** Bundles the code of a page. */
async function bundle(code: string, external: readonly string[] = []): Promise<Bundle> {
  const built = await rolldown({
    input: page,
    external: [...external],
    resolve: { conditionNames: ['@bando/source', 'browser', 'import'] },
    plugins: [
      {
        name: 'page',
        resolveId: (id) => (id === page ? id : undefined),
        load: (id) => (id === page ? code : undefined),
      },
    ],
  })
  const { output } = await built.generate({ minify: true })
  const [chunk] = output
  const modules = Object.entries(chunk.modules)
    .filter(([id, { renderedLength }]) => id !== page && renderedLength > 0)
    .map(([id]) => id.split('/').at(-1) ?? '')
  return { code: chunk.code, modules }
}

const peers = ['@bando/core', 'rxjs']

/** The code of a page that uses names of several packages. */
function using(imports: Readonly<Record<string, readonly string[]>>): string {
  const lines = Object.entries(imports).map(
    ([from, some]) => `import { ${some.join(', ')} } from ${JSON.stringify(from)}`,
  )
  return [...lines, `globalThis.page = [${Object.values(imports).flat().join(', ')}]`].join('\n')
}

const compressed = async (code: string): Promise<number> =>
  gzipSync((await bundle(code)).code, { level: 9 }).length

it('all of it adds at most 1.8 kB to a page with the core and RxJS, minified and compressed', async () => {
  const { code } = await bundle(using({ [source]: names }), peers)
  const importedFrom = (peer: string): string[] => {
    const [, list = ''] = new RegExp(`import\\{([^}]*)\\}from"${peer}"`).exec(code) ?? []
    return Array.from(list.matchAll(/(\w+) as /g), ([, name = '']) => name)
  }
  const ofPeers = {
    '@bando/core': ['createBando', ...importedFrom('@bando/core')],
    rxjs: importedFrom('rxjs'),
  }
  expect(ofPeers['@bando/core']).toContain('isBandoError')
  expect(ofPeers.rxjs).toContain('Observable')
  const bytes =
    (await compressed(using({ ...ofPeers, [source]: names }))) - (await compressed(using(ofPeers)))
  expect(bytes).toBeGreaterThan(1000)
  expect(bytes).toBeLessThanOrEqual(1800)
})

/** What each name needs besides its own file. */
const needs: Readonly<Record<string, readonly string[]>> = {
  fromBando: ['send.ts'],
  schedulerClock: ['wait.ts'],
  state$: ['changes.ts', 'outsideAngular.ts'],
  limit$: ['changes.ts', 'outsideAngular.ts', 'part.ts', 'state.ts'],
  auth$: ['changes.ts', 'outsideAngular.ts', 'part.ts', 'state.ts'],
  queue$: ['changes.ts', 'outsideAngular.ts', 'part.ts', 'state.ts'],
  whenOpen$: ['changes.ts', 'hasRoom.ts', 'outsideAngular.ts', 'state.ts'],
  retryWhenOpen: [
    'changes.ts',
    'check.ts',
    'hasRoom.ts',
    'outsideAngular.ts',
    'state.ts',
    'wait.ts',
    'whenOpen.ts',
  ],
  pollBando: ['changes.ts', 'check.ts', 'outsideAngular.ts', 'send.ts', 'wait.ts'],
  fromEach: ['changes.ts', 'check.ts', 'each.ts', 'hasRoom.ts', 'outsideAngular.ts', 'send.ts'],
  mapToBando: ['changes.ts', 'check.ts', 'each.ts', 'hasRoom.ts', 'outsideAngular.ts', 'send.ts'],
}

it.each(names)('%s is bundled with what it needs, and nothing else', async (name) => {
  const { modules } = await bundle(using({ [source]: [name] }), peers)
  expect(modules.toSorted()).toEqual([...(needs[name] ?? []), `${name.replace('$', '')}.ts`].toSorted())
})
