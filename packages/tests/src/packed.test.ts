import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { describe, expect, it, onTestFinished } from 'vitest'

/** The tarball that would be published. */
async function pack(folder: string): Promise<Uint8Array> {
  const to = await mkdtemp(join(tmpdir(), 'bando-pack-'))
  onTestFinished(() => rm(to, { recursive: true }))
  const cwd = fileURLToPath(new URL(`../../${folder}/`, import.meta.url))
  await promisify(execFile)('pnpm', ['pack', '--pack-destination', to], { cwd })
  const [name = ''] = await readdir(to)
  return new Uint8Array(await readFile(join(to, name)))
}

/** Ignored: `require` of an entry for Vitest, which is an ES module itself. */
const accepted = new Set(['./vitest:CJSResolvesToESM'])

describe.each(['core', 'mock', 'nest', 'react', 'redis', 'rxjs'])('@bando/%s as it is packed', (folder) => {
  it('has entries that exist, with types for those who import and those who require', async () => {
    const tarball = await pack(folder)
    const { messages } = await publint({ pack: { tarball: tarball.buffer as ArrayBuffer }, strict: true })
    expect(messages).toEqual([])

    const { problems } = (await checkPackage(createPackageFromTarballData(tarball), {
      excludeEntrypoints: [/yaml$/],
    })) as { problems: readonly { kind: string; entrypoint?: string; resolutionKind?: string }[] }
    const found = problems.filter(({ kind, entrypoint }) => !accepted.has(`${entrypoint}:${kind}`))
    expect(found).toEqual([])
  })
})
