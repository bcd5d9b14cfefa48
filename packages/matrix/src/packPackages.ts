import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import type { TestProject } from 'vitest/node'
import { workspacePackages } from './workspacePackages.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The path of each package's tarball, by the package's name. */
    readonly tarballs: Readonly<Record<string, string>>
  }
}

/**
 * Packs every package once, before the first project is made, and removes the tarballs at the end.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'bando-tarballs-'))
  const tarballs: Record<string, string> = {}
  for (const [name, cwd] of await workspacePackages()) {
    const tarball = join(folder, `${name.replace('@bando/', '')}.tgz`)
    await execa('pnpm', ['pack', '--out', tarball], { cwd })
    tarballs[name] = tarball
  }
  project.provide('tarballs', tarballs)
  return () => rm(folder, { recursive: true })
}
