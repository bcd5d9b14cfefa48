import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'

/** The mock has its own test of its README. */
const packages = ['core', 'react', 'nest', 'redis', 'rxjs']

/** Declarations for the examples: fragments continue earlier ones, or the reader's own code. */
const surroundings = `
import type * as core from '@bando/core'
import type * as react from '@bando/react'
import type * as query from '@tanstack/react-query'
declare global {
  const bando: core.Bando
  const token: string
  const error: unknown
  const isBandoError: typeof core.isBandoError
  const QueryClient: typeof query.QueryClient
  const bandoQueryDefaults: typeof react.bandoQueryDefaults
  type BandoError = core.BandoError
  const useBandoMutation: typeof react.useBandoMutation
  interface NewOrder {
    readonly amount: number
  }
  interface Order extends NewOrder {
    readonly id: number
  }
}
`

interface Example {
  readonly name: string
  readonly text: string
}

async function examplesOf(name: string): Promise<Example[]> {
  const readme = await readFile(new URL(`../../${name}/README.md`, import.meta.url), 'utf8')
  return Array.from(readme.matchAll(/^```(tsx?)\n([\s\S]*?)^```/gm), ([, type, text = ''], index) => ({
    name: `${name}${index + 1}.${type}`,
    text: /^(import|declare) /m.test(text) ? text : `export async function example() {\n${text}}\n`,
  }))
}

it('the examples in the READMEs of the packages are of the right types', async () => {
  const here = fileURLToPath(new URL('..', import.meta.url))
  // In this package, so that the examples find their packages.
  const folder = await mkdtemp(join(here, '.readmes-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const all = (await Promise.all(packages.map(examplesOf))).flat()
  // A page of Next is built in a project of Next (packages/matrix).
  const examples = all.filter(({ text }) => !text.includes("'next/server'"))
  expect(examples.length).toBeGreaterThan(packages.length)
  const config = { extends: '../tsconfig.json', include: ['*'], compilerOptions: { noUnusedLocals: false } }
  await Promise.all([
    writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config)),
    writeFile(join(folder, 'surroundings.d.ts'), surroundings),
    ...examples.map(({ name, text }) => writeFile(join(folder, name), `${text}\nexport {}\n`)),
  ])
  const compiled = promisify(execFile)('pnpm', ['exec', 'tsc', '-p', folder], { cwd: here })
  await compiled.catch(({ stdout }: { stdout: string }) => expect(stdout).toBe(''))
})

it.each(['proxyHono.ts', 'proxyNext.ts'])("the core's README shows examples/%s as it is", async (name) => {
  const [readme, example] = await Promise.all([
    readFile(new URL('../../core/README.md', import.meta.url), 'utf8'),
    readFile(new URL(`../examples/${name}`, import.meta.url), 'utf8'),
  ])
  expect(readme).toContain(`\n${example}\`\`\``)
})
