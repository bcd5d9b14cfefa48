import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { runSuites } from './runSuites.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const { signal } = new AbortController()
const start = "import { expect, it } from 'vitest'\n"

/** Runs test files of these contents, and returns the names of those that passed. */
async function run(files: Readonly<Record<string, string>>): Promise<string[]> {
  // Below this package, so that they find Vitest.
  const folder = await mkdtemp(join(root, 'fixture-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const [name, content] of Object.entries(files))
    await writeFile(join(folder, `${name}.test.ts`), start + content)
  const suites = Object.keys(files).map((name) => ({
    folder: basename(folder),
    file: join(basename(folder), `${name}.test.ts`),
  }))
  const { passed, output } = await runSuites(root, suites, signal)
  expect(output).toContain('Test Files')
  return [...passed].map(({ file }) => basename(file, '.test.ts'))
}

const passing = "it('passes', () => expect(1).toBe(1))\n"

it('tells the suites that passed from those that failed', async () => {
  const failing = "it('fails', () => expect(1).toBe(2))\n"
  const broken = "throw new Error('cannot be loaded')\n"
  expect(await run({ passing, failing, broken })).toEqual(['passing'])
})

it('lets no suite pass if there is an error outside of a test', async () => {
  const stray =
    "it('passes', () => new Promise((resolve) => setTimeout(() => { resolve(); throw new Error('stray') })))"
  expect(await run({ stray, passing })).toEqual([])
})

it('sets BANDO_SOAK', async () => {
  expect(await run({ soak: "it('is set', () => expect(process.env.BANDO_SOAK).toBe('1'))\n" })).toEqual([
    'soak',
  ])
})
