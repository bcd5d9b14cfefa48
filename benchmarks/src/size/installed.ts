import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export interface Installed {
  readonly packages: number
  readonly bytes: number
}

interface Manifest {
  readonly name: string
  readonly files?: readonly string[]
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
}

/**
 * Returns how many packages `npm install` of these adds, and the bytes of their files. Peers that
 * are not optional count too, as npm installs them. Each package counts once.
 */
export async function installed(names: readonly string[], from: string): Promise<Installed> {
  const found = new Set<string>()
  for (const name of names) await collect(name, from, found)
  const sizes = await Promise.all([...found].map(bytesOf))
  return { packages: found.size, bytes: sizes.reduce((sum, bytes) => sum + bytes, 0) }
}

async function collect(name: string, from: string, found: Set<string>): Promise<void> {
  const folder = await find(name, from)
  if (folder === undefined || found.has(folder)) return
  found.add(folder)
  const { dependencies, peerDependencies, peerDependenciesMeta } = await manifestOf(folder)
  const peers = Object.keys(peerDependencies ?? {}).filter((peer) => !peerDependenciesMeta?.[peer]?.optional)
  for (const each of [...Object.keys(dependencies ?? {}), ...peers]) await collect(each, folder, found)
}

/** Finds a package as Node does: in the `node_modules` of the folder or of one above it. */
async function find(name: string, from: string): Promise<string | undefined> {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = await realpath(join(folder, 'node_modules', name)).catch(() => undefined)
    if (path !== undefined) return path
    if (folder === dirname(folder)) return undefined
  }
}

async function manifestOf(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest
}

/** A package of this workspace consists of what would be published. */
async function bytesOf(folder: string): Promise<number> {
  if (folder.includes('node_modules')) return bytesBelow(folder)
  const { files = [] } = await manifestOf(folder)
  const published = ['package.json', 'README.md', ...files].map((file) => bytesBelow(join(folder, file)))
  return (await Promise.all(published)).reduce((sum, bytes) => sum + bytes, 0)
}

async function bytesBelow(path: string): Promise<number> {
  const info = await stat(path).catch(() => undefined)
  if (!info) return 0
  if (!info.isDirectory()) return info.size
  const names = (await readdir(path)).filter((name) => name !== 'node_modules')
  const sizes = await Promise.all(names.map((name) => bytesBelow(join(path, name))))
  return sizes.reduce((sum, bytes) => sum + bytes, 0)
}
