import { readdir, readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'

interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly exports?: Readonly<Record<string, unknown>>
}

const packages = new URL('../../', import.meta.url)

/** Every entry of a package that a user can import. */
async function publicEntries(): Promise<string[]> {
  const entries: string[] = []
  for (const folder of await readdir(packages)) {
    const text = await readFile(new URL(`${folder}/package.json`, packages), 'utf8')
    const manifest = JSON.parse(text) as Manifest
    if (manifest.private) continue
    for (const [path, target] of Object.entries(manifest.exports ?? {})) {
      if (typeof target !== 'string') entries.push(manifest.name + path.slice(1))
    }
  }
  return entries.sort()
}

it.each(await publicEntries())(
  '%s exports what it promises: a name more is a feature, a name less or another one breaks its users',
  async (specifier) => {
    const entry = (await import(/* @vite-ignore */ specifier)) as object
    expect(Object.keys(entry).sort()).toMatchSnapshot()
  },
)
