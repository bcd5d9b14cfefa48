import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { rolldown } from 'rolldown'
import { expect, it } from 'vitest'

const here = fileURLToPath(import.meta.url)

/**
 * Returns the bytes of a bundle for browsers, minified and gzipped. Packages that are not ours, and
 * `besides`, are left out.
 */
async function sizeOf(code: string, besides: readonly string[]): Promise<number> {
  const bundle = await rolldown({
    input: 'page',
    platform: 'browser',
    resolve: { conditionNames: ['@bando/source', 'import', 'browser', 'default'] },
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    external: (id) => besides.includes(id) || /^(?!page$|@bando\/|\.|\/)/.test(id),
    onLog() {},
    plugins: [
      {
        name: 'page',
        resolveId(id, importer) {
          if (id === 'page') return id
          return importer === 'page' && !besides.includes(id) ? this.resolve(id, here) : undefined
        },
        load: (id) => (id === 'page' ? code : undefined),
      },
    ],
  })
  const { output } = await bundle.generate({ format: 'esm', minify: true })
  return gzipSync(output[0].code, { level: 9 }).length
}

const core = ['@bando/core']

// What a page or a server bundles, in bytes. Raise a budget only for something that its users want
// more.
it.each([
  ["createBando of '@bando/core'", "export { createBando } from '@bando/core'", [], 42_000],
  ["isBandoError of '@bando/core'", "export { isBandoError } from '@bando/core'", [], 200],
  ["all of '@bando/core'", "export * from '@bando/core'", [], 42_150],
  ["all of '@bando/core/store'", "export * from '@bando/core/store'", [], 21_600],
  ["all of '@bando/core/node'", "export * from '@bando/core/node'", [], 24_250],
  ["all of '@bando/core/web'", "export * from '@bando/core/web'", [], 22_550],
  ["all of '@bando/core/proxy'", "export * from '@bando/core/proxy'", [], 5_830],
  ["all of '@bando/core/opentelemetry'", "export * from '@bando/core/opentelemetry'", [], 1_200],
  ["all of '@bando/core/testing'", "export * from '@bando/core/testing'", [], 23_550],
  [
    'a query of @bando/react, over the core',
    "export { BandoProvider, useBandoQuery } from '@bando/react'",
    core,
    1_700,
  ],
  [
    'a module of @bando/nest, over the core',
    "export { BandoModule, BandoService } from '@bando/nest'",
    core,
    7_900,
  ],
  ['a stream of @bando/rxjs, over the core', "export { fromBando, limit$ } from '@bando/rxjs'", core, 680],
])('%s', async (_, code, besides, budget) => {
  expect(await sizeOf(code, besides)).toBeLessThanOrEqual(budget)
})

// esbuild keeps what may have an effect as a module loads.
it('isBandoError, by esbuild', async () => {
  const contents = "export { isBandoError } from '@bando/core'"
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    conditions: ['@bando/source'],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
  })
  expect(gzipSync(outputFiles[0]?.contents ?? '').length).toBeLessThanOrEqual(200)
})
