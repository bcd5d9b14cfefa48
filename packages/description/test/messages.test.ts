import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type * as TypeScript from 'typescript'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { completions, mistakes, right } from './mistakes.ts'

const compilers = [
  ['5.9', 'typescript5'],
  ['6', 'typescript'],
  ['7', 'typescript7'],
] as const

const start = `import { createBando, type Bando, type BandoPaths } from '@bando/core'
const bando = createBando<BandoPaths>()
const asBando: Bando = bando
const { data: bought } = await bando.get('/api/v1/wallets/{address}/transactions/{transactionId}/', { params: { address: '', transactionId: '' } })
const { data: quote } = await bando.post('/api/v1/quotes/', { sku: '', fiatCurrency: '', digitalAsset: '', chainId: 1 })
const { data: networks } = await bando.get('/api/v1/networks/')
declare const body: Parameters<typeof bando.post<'/api/v1/wallets/{address}/transactions/'>>[1]
export { asBando, body, bought, networks, quote }
`
const firstLine = start.split('\n').length

// Beside this file, so that TypeScript finds its packages.
const here = fileURLToPath(new URL('.', import.meta.url))
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(here, '.compiled-'))
  const config = { extends: '../tsconfig.json', include: ['used.ts'] }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config))
  const lines = [...mistakes.map(({ code }) => code), ...right].map((code) => `void (${code})`)
  await writeFile(join(folder, 'used.ts'), start + lines.join('\n'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Returns the compiler's messages for each line of `used.ts`, and all other messages. */
async function saidBy(name: string): Promise<Map<number, string>> {
  const bin = fileURLToPath(new URL(`../node_modules/${name}/bin/tsc`, import.meta.url))
  const out = await new Promise<string>((resolve) => {
    execFile(process.execPath, [bin, '-p', folder, '--pretty', 'false'], { cwd: folder }, (_error, stdout) =>
      resolve(stdout),
    )
  })
  const said = new Map<number, string>()
  let line = 0
  for (const text of out.trim().split('\n')) {
    const [, found] = /^used\.ts\((\d+),/.exec(text) ?? []
    // The details of a message are indented. A message about another file belongs to no line.
    if (!text.startsWith(' ')) line = Number(found ?? 0)
    said.set(line, `${said.get(line) ?? ''}${text}\n`)
  }
  return said
}

describe.each(compilers)('TypeScript %s', (version, name) => {
  let said: Map<number, string>
  beforeAll(async () => {
    said = await saidBy(name)
  })

  test('names the mistake', async () => {
    const text = await readFile(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8')
    expect((JSON.parse(text) as { version: string }).version).toMatch(new RegExp(`^${version}\\.`))
  })

  test.each(mistakes.map((mistake, index) => ({ ...mistake, line: firstLine + index })))(
    'names $what',
    ({ names, line }) => {
      const message = said.get(line)
      for (const one of names) expect(message).toMatch(one instanceof RegExp ? one : new RegExp(escaped(one)))
      expect(message).not.toMatch(/parameter of type 'never'/)
    },
  )

  test('reports no error for correct uses', () => {
    const wrong = new Set(mistakes.map((_, index) => firstLine + index))
    expect([...said].filter(([line]) => !wrong.has(line))).toEqual([])
  })
})

// TypeScript 7 has no language service to import.
describe.each(compilers.slice(0, 2))('an editor with TypeScript %s', (_, name) => {
  let completed: (text: string) => string[]
  beforeAll(async () => {
    const { default: ts } = (await import(/* @vite-ignore */ name)) as { default: typeof TypeScript }
    completed = editor(ts, join(folder, 'used.ts'))
  })

  test.each(completions)('completes $code', ({ code, to }) => {
    expect(completed(start + code)).toEqual(expect.arrayContaining([...to]))
  })
})

/** Returns the names that an editor offers at the end of the text, as if the file ended there. */
function editor(ts: typeof TypeScript, file: string): (text: string) => string[] {
  let text = ''
  let version = 0
  const { config } = ts.readConfigFile(join(folder, 'tsconfig.json'), (path) => ts.sys.readFile(path))
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, folder)
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: (path) => (path === file ? String(version) : '0'),
    getScriptSnapshot: (path) =>
      ts.ScriptSnapshot.fromString(path === file ? text : (ts.sys.readFile(path) ?? '')),
    getCurrentDirectory: () => folder,
    getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
    fileExists: (path) => ts.sys.fileExists(path),
    readFile: (path) => ts.sys.readFile(path),
    directoryExists: (path) => ts.sys.directoryExists(path),
    getDirectories: (path) => ts.sys.getDirectories(path),
  })
  return (next) => {
    text = next
    version += 1
    return service.getCompletionsAtPosition(file, text.length, {})?.entries.map(({ name }) => name) ?? []
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)
}
