import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { inject } from 'vitest'
import { commandsIn } from './commandsIn.ts'

/** The contents of a fresh project. */
export interface FreshProjectOptions {
  /** Packages of this workspace to install from their tarballs, by their full names. */
  readonly bando: readonly string[]
  /** Other packages to install, with their ranges: `{ react: '^18' }`. */
  readonly dependencies?: Readonly<Record<string, string>>
  /** Further fields of the project's `package.json`, such as `type`, `scripts` or `overrides`. */
  readonly manifest?: Readonly<Record<string, unknown>>
  /** Folder of another project, so that this one finds its packages as well. */
  readonly inside?: string
  /** Folder below `projects/` whose files are copied into the project first. */
  readonly from?: string
  /** Further files, by their paths in the project. */
  readonly files?: Readonly<Record<string, string>>
}

/** A project outside the workspace, installed by npm. `await using` removes it. */
export interface FreshProject extends AsyncDisposable {
  readonly folder: string
  /**
   * Runs a command in the project as its user would: execa's own, so `project.run('npx', ['tsc'])`.
   */
  readonly run: ReturnType<typeof commandsIn>
}

/**
 * Makes a project in a folder of its own and installs it, with the workspace's packages as they
 * would be published.
 */
export async function freshProject(options: FreshProjectOptions): Promise<FreshProject> {
  const folder = await mkdtemp(join(options.inside ?? tmpdir(), 'bando-project-'))
  const run = commandsIn(folder)
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 5 })
  try {
    if (options.from !== undefined)
      await cp(new URL(`../projects/${options.from}`, import.meta.url), folder, { recursive: true })
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifestOf(options), undefined, 2))
    for (const [path, text] of Object.entries(options.files ?? {})) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), text)
    }
    await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline'])
  } catch (error) {
    await remove()
    throw error
  }
  return { folder, run, [Symbol.asyncDispose]: remove }
}

function manifestOf({ bando, dependencies, manifest }: FreshProjectOptions): object {
  const tarballs = inject('tarballs')
  const packed = bando.map((name) => {
    const tarball = tarballs[name]
    if (tarball === undefined) {
      throw new Error(
        `There is no package '${name}' to install. Choose from ${Object.keys(tarballs).join(', ')}.`,
      )
    }
    return [name, `file:${tarball}`] as const
  })
  return {
    private: true,
    type: 'module',
    ...manifest,
    dependencies: { ...dependencies, ...Object.fromEntries(packed) },
  }
}
