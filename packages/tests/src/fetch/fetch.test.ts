import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { launchBrowser } from '@bando/browser'
import { build } from 'tsdown'
import { beforeAll, describe, expect, it } from 'vitest'
import { olderNode } from '../runtimes/runtimes.ts'
import type { Difference } from './Situation.ts'
import type { Observations } from './observe.ts'
import { rawServer } from './rawServer.ts'
import { situations } from './situations.ts'

const here = new URL('.', import.meta.url)
type Found = Record<string, Observations>

function inNode(binary: string): (origin: string) => Promise<Found> {
  return async (origin) => {
    const { stdout } = await promisify(execFile)(binary, ['dist/inNode.js', origin], {
      cwd: here,
      env: {},
      maxBuffer: Infinity,
    })
    return JSON.parse(stdout) as Found
  }
}

async function inChromium(origin: string): Promise<Found> {
  await using browser = await launchBrowser()
  const page = await browser.newPage()
  page.setDefaultTimeout(0)
  await page.goto(`${origin}/page`)
  await page.addScriptTag({
    type: 'module',
    content: await readFile(new URL('dist/inBrowser.js', here), 'utf8'),
  })
  await page.waitForFunction(() => 'observe' in globalThis)
  return await page.evaluate(
    (origin) => (globalThis as unknown as { observe: (origin: string) => Promise<Found> }).observe(origin),
    origin,
  )
}

const runtimes = [
  ['Node 20', 'node', inNode, olderNode('node-20')],
  ['Node 22', 'node', inNode, olderNode('node-22')],
  [`Node ${process.versions.node.split('.')[0]}`, 'node', inNode, process.execPath],
  ['Chromium', 'browser', () => inChromium, ''],
] as const

beforeAll(async () => {
  const shared = {
    cwd: fileURLToPath(here),
    config: false,
    format: 'esm',
    fixedExtension: false,
    logLevel: 'error',
  } as const
  await build({ ...shared, entry: 'inNode.ts', deps: { neverBundle: ['@bando/core'] } })
  await build({
    ...shared,
    clean: false,
    entry: 'inBrowser.ts',
    platform: 'neutral',
    deps: { alwaysBundle: ['@bando/core'] },
  })
})

function oursOf({ ours }: Difference, native: object): object {
  return typeof ours === 'function' ? ours(native) : ours
}

it('has at least forty situations, each with a name of its own', () => {
  expect(situations.length).toBeGreaterThan(40)
  expect(new Set(situations.map(({ name }) => name)).size).toBe(situations.length)
})

describe.each(runtimes)('bando.fetch on %s', (_, kind, play, binary) => {
  it.skipIf(binary === undefined)(
    'cannot be told from the platform’s fetch, but where the table says why',
    async () => {
      await using elsewhere = await rawServer()
      await using server = await rawServer(elsewhere.origin)
      const found = await play(binary ?? '')(server.origin)
      const expected: Record<string, unknown> = {}
      const actual: Record<string, unknown> = {}
      for (const { name, differs, only } of situations) {
        if (only !== undefined && only !== kind) continue
        const { native, ours, get } = found[name] ?? {}
        const difference = differs?.[kind] ?? differs?.all
        actual[name] = ours
        expected[name] = difference ? expect.objectContaining(oursOf(difference, native ?? {})) : native
        if (get && !difference) {
          actual[`get: ${name}`] = get.ours
          expected[`get: ${name}`] = get.native
        }
      }
      expect(actual).toEqual(expected)
    },
  )
})
