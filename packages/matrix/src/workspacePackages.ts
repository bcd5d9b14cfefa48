import { readdir, readFile } from 'node:fs/promises'

const packages = new URL('../../', import.meta.url)

interface Manifest {
  readonly name: string
  readonly private?: boolean
}

/** The folder of each published package, by its name. */
export async function workspacePackages(): Promise<Map<string, URL>> {
  const found = new Map<string, URL>()
  for (const folder of await readdir(packages)) {
    const url = new URL(`${folder}/`, packages)
    const manifest = JSON.parse(await readFile(new URL('package.json', url), 'utf8')) as Manifest
    if (manifest.private !== true) found.set(manifest.name, url)
  }
  return found
}
