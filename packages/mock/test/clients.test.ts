import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { serve } from './serve.ts'

/** A client as its file and the commands that run it. */
interface Client {
  readonly name: string
  /** The file that holds the snippet, under test/clients. */
  readonly file: string
  /** Succeeds where language and library are there; left out where they always are. */
  readonly probe?: readonly [string, ...string[]]
  readonly command: readonly [string, ...string[]]
}

const documented: readonly Client[] = [
  { name: 'cURL', file: 'curl.sh', command: ['sh', 'curl.sh'] },
  { name: 'JavaScript, axios', file: 'axios.mjs', command: [process.execPath, 'axios.mjs'] },
  {
    name: 'Python, requests',
    file: 'python_requests.py',
    probe: ['python3', '-c', 'import requests'],
    command: ['python3', 'python_requests.py'],
  },
  { name: 'Ruby, net/http', file: 'net_http.rb', probe: ['ruby', '-v'], command: ['ruby', 'net_http.rb'] },
  {
    name: 'Go, net/http',
    file: 'net_http.go',
    probe: ['go', 'version'],
    command: ['go', 'run', 'net_http.go'],
  },
  {
    name: 'Rust, reqwest',
    file: 'reqwest/src/main.rs',
    // Offline on purpose: it says whether the crate is here, and downloads nothing.
    probe: ['cargo', 'fetch', '--offline', '--manifest-path', 'reqwest/Cargo.toml'],
    command: ['cargo', 'run', '--offline', '--quiet', '--manifest-path', 'reqwest/Cargo.toml'],
  },
]

const others: readonly Client[] = ['got', 'ky', 'undici', 'fetch'].map((name) => ({
  name: `JavaScript, ${name}`,
  file: `${name}.mjs`,
  command: [process.execPath, `${name}.mjs`],
}))

const here = dirname(fileURLToPath(import.meta.url))
const run = promisify(execFile)

/** A copy of the snippets whose base URL and token, and nothing else, are those given. */
async function prepared(file: string, url: string, token: string): Promise<string> {
  // Beside this file, so that the JavaScript one finds its library.
  const folder = await mkdtemp(join(file.endsWith('.mjs') ? here : tmpdir(), '.clients-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await cp(join(here, 'clients'), folder, { recursive: true })
  const path = join(folder, file)
  const snippet = await readFile(path, 'utf8')
  await writeFile(
    path,
    snippet.replaceAll('https://api.bando.cool', url).replaceAll('<bando_api_token>', token),
  )
  return folder
}

describe.each([
  ['the six documented clients', documented],
  ['other clients', others],
])('%s, unchanged but for base URL and token', (_which, clients) => {
  test.for(clients)('$name', async ({ file, probe, command }, { skip }) => {
    const { mock, url, token } = await serve()
    const folder = await prepared(file, url, token)
    if (probe) {
      const reason = await missing(probe, folder)
      skip(reason !== undefined, reason)
    }
    const [program, ...args] = command
    const { stdout } = await run(program, args, { cwd: folder })
    expect(stdout).toMatch(/coolness\W+100/)
    expect(mock.log.map(({ verdict, path }) => [verdict, path])).toEqual([['served', '/coolness']])
    expect(mock.state.callers.find(({ kind }) => kind === 'token')?.used).toBe(1)
  })
})

async function missing(
  [program, ...args]: readonly [string, ...string[]],
  cwd: string,
): Promise<string | undefined> {
  try {
    await run(program, args, { cwd })
    return undefined
  } catch {
    return `\`${[program, ...args].join(' ')}\` does not succeed on this machine`
  }
}
