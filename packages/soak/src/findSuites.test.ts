import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { findSuites } from './findSuites.ts'

const server = `import { createServer } from 'node:http'\nexport const start = () => createServer().listen()\n`

/**
 * A workspace of one package with tests, `packages/new`, and one that it imports by name,
 * `@bando/server`.
 */
async function workspace(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'soak-'))
  onTestFinished(() => rm(root, { recursive: true }))
  const all = {
    'packages/new/vitest.config.ts': 'export default {}',
    'packages/server/package.json':
      '{ "exports": { "@bando/source": "./src/index.ts", "default": "./dist/no.js" } }',
    'packages/server/src/index.ts': server,
    ...files,
  }
  for (const [path, text] of Object.entries(all)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  await mkdir(join(root, 'packages/new/node_modules/@bando'), { recursive: true })
  await symlink(join(root, 'packages/server'), join(root, 'packages/new/node_modules/@bando/server'))
  return root
}

it.each([
  ['a socket', `import { connect } from 'node:net'\nconnect(1)`],
  ['a process', `import { spawn } from 'node:child_process'\nspawn('ls')`],
  ['the heap', `import { getHeapStatistics } from 'node:v8'\ngetHeapStatistics()`],
  ['a browser', `import { chromium } from 'playwright-core'\nawait chromium.launch()`],
  ['a server, through a helper', `import { start } from './helper.ts'\nstart()`],
  ['a server, through a package of the workspace', `import { start } from '@bando/server'\nstart()`],
  ['a server, imported late', `it('', async () => (await import('./helper.ts')).start())`],
])('finds a new suite that touches %s', async (_, text) => {
  const root = await workspace({
    'packages/new/test/new.test.ts': text,
    'packages/new/test/helper.ts': server,
    'packages/new/src/pure.test.ts': `import { deepEqual } from 'node:assert'\ndeepEqual(1, 1)`,
    'packages/new/src/types.test.ts': `import type { Server } from 'node:http'\nexport type { Server }`,
  })
  expect(await findSuites(root)).toEqual([{ folder: 'packages/new', file: 'packages/new/test/new.test.ts' }])
})

it('finds the suites of this workspace', async () => {
  const root = fileURLToPath(new URL('../../../', import.meta.url))
  const files = (await findSuites(root)).map(({ file }) => file)
  expect(files).toContain('packages/tests/src/faults/faults.test.ts')
  expect(files).toContain('packages/mock/test/page.test.ts')
  expect(files).toContain('packages/rxjs/test/pace.test.ts')
  expect(files).toContain('benchmarks/src/process/inFreshProcess.test.ts')
  expect(files.filter((file) => file.startsWith('packages/core/src/rules/'))).toEqual([])
})
