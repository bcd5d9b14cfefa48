import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { minVersion, satisfies } from 'semver'
import { describe, expect, it } from 'vitest'

interface Manifest {
  readonly name: string
  readonly version: string
  readonly engines?: { readonly node?: string }
  readonly dependencies?: Readonly<Record<string, string>>
}

async function manifestAt(path: string): Promise<Manifest> {
  return JSON.parse(await readFile(path, 'utf8')) as Manifest
}

/**
 * Searches as Node does, but not through `exports`, as many packages do not export their manifest.
 */
function manifestPathOf(name: string, from: string): string {
  const places = createRequire(from).resolve.paths(name) ?? []
  const found = places.map((place) => join(place, name, 'package.json')).find((path) => existsSync(path))
  if (found === undefined) throw new Error(`${from} depends on ${name}, which is not installed.`)
  return found
}

/** Collects the dependencies of a package, and theirs. */
async function runtimeOf(path: string, known = new Map<string, Manifest>()): Promise<Manifest[]> {
  const { dependencies = {} } = await manifestAt(path)
  for (const name of Object.keys(dependencies)) {
    const found = manifestPathOf(name, path)
    if (known.has(found)) continue
    known.set(found, await manifestAt(found))
    await runtimeOf(found, known)
  }
  return [...known.values()]
}

describe.each(['core', 'mock', 'nest', 'react', 'rxjs'])('@bando/%s', (folder) => {
  it('depends on no package that excludes the lowest supported Node', async () => {
    const path = fileURLToPath(new URL(`../../${folder}/package.json`, import.meta.url))
    const lowest = minVersion((await manifestAt(path)).engines?.node ?? '')
    expect(lowest?.major).toBeGreaterThan(0)
    const refusing = (await runtimeOf(path)).filter(
      ({ engines }) => !satisfies(lowest ?? '', engines?.node ?? '*'),
    )
    expect(refusing.map(({ name, version, engines }) => `${name} ${version}: ${engines?.node}`)).toEqual([])
  })
})
