// @vitest-environment node
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { expect, it } from 'vitest'

const built = (name: string): Promise<string> => readFile(new URL(`../dist/${name}`, import.meta.url), 'utf8')

it.each(['hooks/useBando', 'hooks/useBandoQuery', 'BandoProvider', 'BandoContext'])(
  '%s is a client module after the build',
  async (name) => {
    expect(await built(`${name}.js`)).toMatch(/^["']use client["']/)
    expect(await built(`${name}.cjs`)).toMatch(/^["']use client["']/)
  },
)

it.each(['index', 'options/bandoQueryOptions', 'options/bandoQueryDefaults'])(
  '%s can be used on a server',
  async (name) => {
    expect(await built(`${name}.js`)).not.toContain('use client')
  },
)

it('can be required', () => {
  const required: unknown = createRequire(import.meta.url)('../dist/index.cjs')
  expect(required).toHaveProperty('useBandoQuery')
})
