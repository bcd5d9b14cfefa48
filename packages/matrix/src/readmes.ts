import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { freshProject } from './freshProject.ts'

/**
 * The first steps of a README: what the reader types and saves before the first heading of the
 * second level.
 */
export interface FirstSteps {
  /** The lines for a shell, block by block. */
  readonly shell: readonly (readonly string[])[]
  /** The scripts, by the names under which the reader saves them. */
  readonly files: Readonly<Record<string, string>>
}

/** Reads the first steps out of a package's README. */
export async function firstSteps(folder: string): Promise<FirstSteps> {
  const text = await readFile(new URL(`../../${folder}/README.md`, import.meta.url), 'utf8')
  const [beginning = ''] = text.split(/^## /m)
  const shell = Array.from(beginning.matchAll(/^```sh\n(.*?)^```/gms), ([, block = '']) =>
    block.trim().split('\n'),
  )
  const scripts = beginning.matchAll(/^Save this as `([\w.]+)`.*?^```\w+\n(.*?)^```/gms)
  return {
    shell,
    files: Object.fromEntries(Array.from(scripts, ([, name = '', script = '']) => [name, script])),
  }
}

/**
 * Follows a README in a fresh project. Installs the packages that its lines name, as they would be
 * published. Starts the mock, then runs the lines of the other blocks and `last` in one shell.
 * `there` holds the packages that the project has already. Returns the output.
 */
export async function follow(
  folder: string,
  last: string,
  there: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { shell, files } = await firstSteps(folder)
  const lines = shell.flat()
  const installed = lines.filter((line) => line.startsWith('npm install ')).flatMap(packagesOf)
  await using project = await freshProject({
    bando: installed.filter((name) => name.startsWith('@bando/')),
    dependencies: {
      ...there,
      ...Object.fromEntries(installed.filter((name) => !name.startsWith('@bando/')).map(withRange)),
    },
    files,
  })
  const port = await freePort()
  const own = (line: string): string => line.replaceAll('4010', String(port))
  const command = lines.find((line) => line.startsWith('npx bando-mock'))
  if (command === undefined) throw new Error(`The README of ${folder} does not start the mock.`)
  // A group of its own: npx leaves its child behind when it alone is stopped.
  const env = { BANDO_MOCK_PORT: String(port) }
  const mock = project.run('sh', ['-c', command], { reject: false, detached: true, env })
  try {
    await answers(`http://127.0.0.1:${port}/coolness`)
    const others = lines.filter((line) => !/^np[mx] /.test(line)).map(own)
    const { all } = await project.run('sh', ['-ec', [...others, last].join('\n')], {
      all: true,
      reject: false,
    })
    return all
  } finally {
    if (mock.pid !== undefined) process.kill(-mock.pid)
    await mock
  }
}

/** `axios` or `axios@1` as an entry of `dependencies`. */
function withRange(word: string): readonly [name: string, range: string] {
  const at = word.indexOf('@', 1)
  return at < 0 ? [word, '*'] : [word.slice(0, at), word.slice(at + 1)]
}

function packagesOf(line: string): string[] {
  return line
    .split(/\s+/)
    .slice(2)
    .filter((word) => !word.startsWith('-'))
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Waits until a server responds at `url`. The test's time-out ends the wait if none does. */
async function answers(url: string): Promise<void> {
  for (;;) {
    try {
      await fetch(url)
      return
    } catch {
      await delay(50)
    }
  }
}
