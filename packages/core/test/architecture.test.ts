import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const src = fileURLToPath(new URL('../src', import.meta.url))
const document = readFileSync(new URL('../../../ARCHITECTURE.md', import.meta.url), 'utf8')

/** The table of ARCHITECTURE.md: for each folder, the folders that it may import from. */
const table = new Map(
  [...document.matchAll(/^\| `([^`]+)` \|[^|]+\| (.+) \|$/gm)].map(([, folder = '', allowed = '']) => [
    folder,
    new Set([...allowed.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)),
  ]),
)

interface Import {
  readonly file: string
  readonly from: string
  readonly to: string
}

function folderOf(path: string): string {
  return relative(src, dirname(path)) || '.'
}

/** Lines of source, without blank lines and comments. */
function linesOf(text: string): number {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '').match(/^.*\S.*$/gm)?.length ?? 0
}

const sources = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /(?<!\.test|\.testing|\.test-d)\.ts$/.test(file),
)

const imports = sources.flatMap((file): Import[] => {
  const path = join(src, file)
  const specifiers = readFileSync(path, 'utf8').matchAll(/(?:from|import\() ?'(\.[^']+)'/g)
  return [...specifiers].map(([, specifier = '']) => ({
    file,
    from: folderOf(path),
    to: folderOf(join(dirname(path), specifier)),
  }))
})

it('has a row for each folder of the core, and no other', () => {
  expect([...table.keys()].sort()).toEqual([...new Set(sources.map((file) => dirname(file)))].sort())
})

it('lets data run downhill: a folder imports only from those in its row', () => {
  expect(imports.length).toBeGreaterThan(100)
  expect(imports.filter(({ from, to }) => from !== to && !table.get(from)?.has(to))).toEqual([])
})

it('has no cycle between folders', () => {
  const unread = new Map(table)
  for (;;) {
    const leaves = [...unread].filter(([, allowed]) => [...allowed].every((name) => !unread.has(name)))
    if (leaves.length === 0) break
    for (const [folder] of leaves) unread.delete(folder)
  }
  expect([...unread.keys()]).toEqual([])
})

it('keeps a folder to twenty source files, and a source file to 250 lines', () => {
  const count = new Map<string, number>()
  for (const file of sources) count.set(dirname(file), (count.get(dirname(file)) ?? 0) + 1)
  count.delete('errors')
  expect([...count].filter(([, files]) => files > 20)).toEqual([])
  const lengths = sources.map((file) => [file, linesOf(readFileSync(join(src, file), 'utf8'))])
  expect(lengths.filter(([file, lines]) => Number(lines) > 250 && !String(file).startsWith('paths'))).toEqual(
    [],
  )
})
