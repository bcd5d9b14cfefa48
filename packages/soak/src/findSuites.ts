import { glob } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { scan } from 'rolldown/experimental'
import { shared } from '../../../vitest.shared.ts'

/** A test file, and the package whose Vitest runs it. Both paths start at the root. */
export interface Suite {
  readonly folder: string
  readonly file: string
}

/**
 * Node's modules whose duration depends on the machine: sockets, processes, threads, file locks,
 * real time, the heap.
 */
const outside =
  /^node:(child_process|cluster|dgram|http|http2|https|net|sqlite|timers\/promises|tls|v8|worker_threads)$/
/** Packages whose duration depends on the machine. */
const outsidePackages = /^(execa|playwright-core|@nestjs\/(core|testing|platform-.*)|ioredis|redis)(\/|$)/

/**
 * Finds each test file that reaches a socket, a process or a browser, by its imports or theirs.
 * Follows imports only within this workspace.
 */
export async function findSuites(root: string): Promise<Suite[]> {
  const suites = await allSuites(root)
  const reaches = await outsideOf(
    suites.map(({ file }) => join(root, file)),
    root,
  )
  return suites.filter(({ file }) => reaches.has(join(root, file)))
}

async function allSuites(root: string): Promise<Suite[]> {
  const suites: Suite[] = []
  for await (const config of glob('{*/,}*/vitest.config.ts', { cwd: root, exclude: ['node_modules'] })) {
    const folder = config.slice(0, -basename(config).length - 1)
    for await (const file of glob(shared.test?.include ?? [], { cwd: join(root, folder) })) {
      suites.push({ folder, file: join(folder, file) })
    }
  }
  return suites.sort((one, other) => one.file.localeCompare(other.file))
}

/** Returns those of `entries` whose imports lead to such a module or package. */
async function outsideOf(entries: readonly string[], root: string): Promise<Set<string>> {
  const importsOf = new Map<string, readonly string[]>()
  await scan({
    input: [...entries],
    cwd: root,
    logLevel: 'silent',
    platform: 'node',
    resolve: { conditionNames: ['@bando/source'] },
    external: (id, importer) => importer !== undefined && !/^([./]|@bando\/)/.test(id),
    plugins: [
      {
        name: 'imports',
        moduleParsed({ id, importedIds, dynamicallyImportedIds }) {
          importsOf.set(id, [...importedIds, ...dynamicallyImportedIds])
        },
      },
    ],
  })
  const leadsOutside = (id: string, seen = new Set<string>()): boolean => {
    if (outside.test(id) || outsidePackages.test(id)) return true
    if (seen.has(id)) return false
    seen.add(id)
    return (importsOf.get(id) ?? []).some((next) => leadsOutside(next, seen))
  }
  return new Set(entries.filter((entry) => leadsOutside(entry)))
}
