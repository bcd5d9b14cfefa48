import { readdir, readFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { toModule } from './toModule.ts'

// Writes the module of each script beside it.
const folder = new URL('.', import.meta.url)
for (const file of await readdir(folder)) {
  if (!file.endsWith('.lua')) continue
  const name = basename(file, '.lua')
  const text = toModule(file, await readFile(new URL(file, folder), 'utf8'))
  await writeFile(new URL(`${name}.ts`, folder), text)
}
