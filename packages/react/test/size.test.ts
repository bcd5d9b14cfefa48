// @vitest-environment node
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { expect, it } from 'vitest'

const devtools = fileURLToPath(new URL('../src/devtools/index.ts', import.meta.url))
const index = fileURLToPath(new URL('../src/index.ts', import.meta.url))
const hooks = `useBando, useBandoClient, useBandoInfiniteQuery, useBandoMutation, useBandoQueries, useBandoQuery,
  useBandoSuspenseQueries, useBandoSuspenseQuery, useBandoWait, useCountdown, usePrefetchBandoQuery`

/** An app without our hooks: the client, and all that the hooks use of TanStack Query. */
const without = `
export { createBando, isBandoError } from '@bando/core'
export { isServer, QueryClient, QueryClientProvider, replaceEqualDeep, skipToken, useInfiniteQuery, useMutation, usePrefetchQuery,
  useQueries, useQuery, useQueryClient, useQueryErrorResetBoundary, useSuspenseQueries, useSuspenseQuery } from '@tanstack/react-query'
`

/** Returns the bytes of an app’s bundle for browsers, minified and gzipped, without React. */
async function sizeOf(app: string): Promise<number> {
  const bundle = await rolldown({
    input: 'app',
    platform: 'browser',
    resolve: { conditionNames: ['@bando/source', 'import', 'browser', 'default'] },
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    external: ['react', 'react/jsx-runtime', 'react-dom'],
    onLog() {},
    plugins: [
      {
        name: 'app',
        resolveId(id, importer) {
          if (id === 'app') return id
          return importer === 'app' ? this.resolve(id, index) : undefined
        },
        load: (id) => (id === 'app' ? app : undefined),
      },
    ],
  })
  const { output } = await bundle.generate({ format: 'esm', minify: true })
  return gzipSync(output[0].code).length
}

it.each([
  ['useBandoQuery alone', 1.2, 'useBandoQuery'],
  ['all hooks', 2.5, hooks],
])('%s adds at most %d kB to an app', async (_, most, names) => {
  const size = await sizeOf(`${without} export { ${names} } from ${JSON.stringify(index)}`)
  expect(size - (await sizeOf(without))).toBeLessThanOrEqual(most * 1024)
})

it('the devtools are not in a production bundle', async () => {
  const size = await sizeOf(`${without} export { BandoDevtools } from ${JSON.stringify(devtools)}`)
  expect(size - (await sizeOf(without))).toBeLessThan(100)
})
