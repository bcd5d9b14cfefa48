import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'tsdown'
import { expect, it, onTestFinished } from 'vitest'

/** What a bundler makes of a page that imports these names. */
async function bundle(code: string): Promise<string> {
  const folder = await mkdtemp(fileURLToPath(new URL('bundle-', import.meta.url)))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(`${folder}/page.ts`, code)
  await build({
    cwd: folder,
    config: false,
    format: 'esm',
    fixedExtension: false,
    logLevel: 'error',
    entry: 'page.ts',
    platform: 'neutral',
    deps: { alwaysBundle: [/^@bando/] },
  })
  const texts = await Promise.all(
    (await readdir(`${folder}/dist`)).map((file) => readFile(`${folder}/dist/${file}`, 'utf8')),
  )
  return texts.join('\n')
}

/** Functions of the core's folder `sharing`. */
const ofSharing = ['decodeSnapshot', 'permitsBefore', 'flightsOf']

it('a client without a store bundles nothing of what members share', async () => {
  const code = await bundle(`import { createBando } from '@bando/core'\nexport const bando = createBando()\n`)
  expect(code).toContain('createBando')
  expect(ofSharing.filter((name) => code.includes(name))).toEqual([])
})

it('a client with a store bundles it', async () => {
  const code = await bundle(
    `import { createBando } from '@bando/core'\nimport { webStore } from '@bando/core/web'\nexport const bando = createBando({ store: webStore() })\n`,
  )
  expect(ofSharing.filter((name) => !code.includes(name))).toEqual([])
})
