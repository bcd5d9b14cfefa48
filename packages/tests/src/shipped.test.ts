import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const run = promisify(execFile)
const here = new URL('..', import.meta.url)

/** Plain Node, without the condition that makes tests run from source. */
async function node(...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, args, { cwd: here, env: { PATH: process.env['PATH'] } })
  return stdout.trim()
}

interface Manifest {
  readonly name: string
  readonly exports: Record<string, string | { import?: string; require?: string }>
  readonly publishConfig: { exports: Record<string, unknown> }
}

async function manifestOf(name: string): Promise<Manifest> {
  return JSON.parse(await readFile(new URL(`../${name}/package.json`, here), 'utf8')) as Manifest
}

describe.each(['core', 'mock', 'nest', 'react', 'redis', 'rxjs'])(
  '@bando/%s as it is built',
  async (folder) => {
    const { name, exports, publishConfig } = await manifestOf(folder)
    const entries = Object.entries(exports).flatMap(([path, target]) =>
      typeof target === 'string' ? [] : [{ specifier: name + path.slice(1), target }],
    )

    it.each(entries)('$specifier can be imported by plain node', async ({ specifier, target }) => {
      const names = await node(
        '--input-type=module',
        '-e',
        `console.log(Object.keys(await import('${specifier}')).length)`,
      )
      expect(Number(names)).toBeGreaterThan(0)
      if (target.require === undefined) return
      const required = await node('-e', `console.log(Object.keys(require('${specifier}')).length)`)
      expect(Number(required)).toBeGreaterThan(0)
    })

    it('ships the same entries, without those that read the source', () => {
      expect(Object.keys(publishConfig.exports).sort()).toEqual(Object.keys(exports).sort())
      expect(JSON.stringify(publishConfig.exports)).not.toContain('src')
    })
  },
)

it('bando-mock runs on plain node, and prints its help', async () => {
  const { stdout } = await run('npx', ['--no-install', 'bando-mock', '--help'], { cwd: here })
  expect(stdout).toMatch(/--limit/)
})
