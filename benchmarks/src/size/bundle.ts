import { build } from 'esbuild'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Import } from './entries.ts'

export interface BundleSize {
  readonly minified: number
  readonly gzipped: number
}

/** Bundles and minifies an import as it would be for a page, and returns its size in bytes. */
export async function bundleSize({ code, external = [] }: Import): Promise<BundleSize> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['production'],
    define: { 'process.env.NODE_ENV': '"production"' },
    // Node's own modules are not bundled.
    external: [
      'node:*',
      'cluster',
      'crypto',
      'stream',
      'http',
      'https',
      'util',
      'url',
      'zlib',
      'events',
      ...external,
    ],
    legalComments: 'none',
    write: false,
    logLevel: 'error',
  })
  const contents = outputFiles[0]?.contents ?? new Uint8Array()
  return { minified: contents.length, gzipped: gzipSync(contents, { level: 9 }).length }
}
