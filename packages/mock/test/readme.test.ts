import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createMock, mockAdmin } from '@bando/mock'
import { afterAll, describe, expect, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { faultSchema } from '../src/options/faultSchema.ts'
import { ask } from './running/ask.ts'
import { ended, spawnCommand, startCommand } from './running/startCommand.ts'

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')

/** The README's blocks in one language. */
function blocksIn(language: string): string[] {
  return Array.from(
    readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm')),
    ([, text]) => text ?? '',
  )
}

/** A fragment goes on from the first example: with its mock. */
function completed(block: string): string {
  return block.includes('import ')
    ? block
    : `import { createMock } from '@bando/mock'\nconst mock = createMock()\n${block}`
}

/** `await ask() // 200` is a promise: here it is held to it. */
function checked(block: string): string {
  const text = block.replaceAll(/^await (ask\(\)) \/\/ (\d+)/gm, 'expect((await $1).status).toBe($2) //')
  return text === block ? block : `import { expect } from 'vitest'\n${text}`
}

const here = fileURLToPath(new URL('.', import.meta.url))
// Beside this file, so that it finds its packages.
const folder = await mkdtemp(join(here, '.readme-'))
afterAll(() => rm(folder, { recursive: true }))

const files = blocksIn('ts').map((block, index) => {
  const heading =
    readme
      .slice(0, readme.indexOf(block))
      .match(/^## .*$/gm)
      ?.at(-1) ?? ''
  return { name: `${index + 1}, ${heading}`, path: join(folder, `example${index + 1}.ts`), block }
})
for (const { path, block } of files) await writeFile(path, `${checked(completed(block))}\nexport {}\n`)

// The one for Vitest brings a test of its own.
for (const { path, block } of files) {
  if (block.includes('@bando/mock/vitest')) await import(/* @vite-ignore */ path)
}

describe('the examples', () => {
  test('type-check', async () => {
    const config = { extends: '../../tsconfig.json', include: ['*.ts'] }
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config))
    const compiled = promisify(execFile)('pnpm', ['exec', 'tsc', '-p', folder], { cwd: here })
    await expect(compiled).resolves.toMatchObject({ stdout: '' })
  })

  test('get the statuses in their comments', () => {
    expect(files.flatMap(({ block }) => checked(block).match(/toBe\(\d+\)/g) ?? [])).toEqual([
      'toBe(200)',
      'toBe(200)',
      'toBe(429)',
      'toBe(200)',
    ])
  })

  test.each(files.filter(({ block }) => !block.includes('@bando/mock/vitest')))(
    '$name, runs',
    async ({ path }) => {
      await import(/* @vite-ignore */ path)
    },
  )
})

/** Commands without their comments. */
const commands = blocksIn('sh').flatMap((block) =>
  block.split('\n').flatMap((line) => line.replace(/ +#.*/, '') || []),
)

/** What stands under a heading. */
function section(heading: string): string {
  return readme.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? ''
}

describe('the text', () => {
  test('names every member of a mock', () => {
    const mock = createMock()
    const named = Object.getOwnPropertyNames(Object.getPrototypeOf(mock)).concat(Object.keys(mock))
    const told = section('What a mock can do') + section('Options') + section('Scenarios')
    expect(named.filter((name) => name !== 'constructor' && !told.includes(`mock.${name}`))).toEqual([])
  })

  test.each([
    ['tokens', Object.keys(createMock().tokens)],
    ['faults', ['next', 'add', 'remove', 'clear', 'list']],
  ] as const)('name everything that can be done with its %s', (part, names) => {
    const rows = section('What a mock can do').match(new RegExp(`^\\| \`mock\\.${part}\\..*$`, 'gm')) ?? []
    expect(names.filter((name) => !rows.join('').includes(`.${name}(`))).toEqual([])
  })

  test('names every option of a fault', () => {
    const told = section('Faults')
    expect(Object.keys(faultSchema.entries).filter((name) => !told.includes(`\`${name}`))).toEqual([])
  })

  test('names every method of mockAdmin', () => {
    const told = section('From another process')
    const names = Object.keys(mockAdmin('http://127.0.0.1'))
    expect(names.filter((name) => !told.includes(`\`${name}\``))).toEqual([])
  })
})

describe('the commands', () => {
  test.each(commands.filter((line) => line.includes('npx bando-mock')))('%s', async (line) => {
    const [before = '', after = ''] = line.split('npx bando-mock')
    const variables = before
      .split(' ')
      .filter(Boolean)
      .map((one) => one.split('=') as [string, string])
    const flags = after
      .split(' ')
      .filter(Boolean)
      .map((word) => (/^\d{4}$/.test(word) ? '0' : word))
    const environment = { BANDO_MOCK_PORT: '0', ...Object.fromEntries(variables) }
    await using command = spawnCommand(flags, { environment })
    if (flags.includes('--help')) {
      expect(await ended(command)).toMatchObject({ code: 0, err: '' })
      return
    }
    while (!command.written.out.includes('Ctrl+C'))
      await once(command.process.stdout ?? command.process, 'data')
    expect(command.written.err).toBe('')
  })

  test('curl', async () => {
    // Its first line exports where the mock is: as a shell would, the others go on from it.
    const exported = commands.find((line) => line.startsWith('export ')) ?? ''
    const [, token = ''] = / BANDO_TOKEN=(\S+)$/.exec(exported) ?? []
    await using command = await startCommand(['--anonymous-limit', '1/1h', '--token', token])
    // One request is limited, as the last command waits for one.
    for (let sent = 0; sent < 2; sent++) await ask(command.url)
    const lines = commands.filter((line) => line.startsWith('curl '))
    expect(lines.length).toBeGreaterThan(2)
    for (const line of lines) {
      const script = `${exported}\n${line.replace('curl', 'curl -fsS')}`
      const shell = script.replaceAll('http://127.0.0.1:4010', command.url)
      const env = { PATH: process.env['PATH'] }
      await expect(promisify(execFile)('sh', ['-c', shell], { env })).resolves.toMatchObject({ stderr: '' })
    }
  })

  test('are the only ones, after the package is installed', () => {
    const [first, ...others] = commands
    expect(first).toBe(`npm install --save-dev ${manifest.name}`)
    expect(others.filter((line) => !/npx bando-mock|^curl |^export /.test(line))).toEqual([])
  })
})
