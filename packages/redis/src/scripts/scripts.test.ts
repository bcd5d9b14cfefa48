import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { expect, it } from 'vitest'
import type { Script } from './Script.ts'
import { toModule } from './toModule.ts'

const folder = new URL('.', import.meta.url)
const files = (await readdir(folder)).filter((file) => file.endsWith('.lua'))

/** The places of KEYS or ARGV that a text names. */
function places(text: string, of: 'KEYS' | 'ARGV'): string[] {
  return [
    ...new Set(Array.from(text.matchAll(new RegExp(`${of}\\[(\\d+)\\]`, 'g')), ([, place = '']) => place)),
  ].sort()
}

it('there is a script', () => {
  expect(files).toEqual(['commit.v2-1.lua'])
})

it.each(files)(
  '%s has a header that names it, each of its keys and arguments, and its reply',
  async (file) => {
    const source = await readFile(new URL(file, folder), 'utf8')
    const [, header = '', code = ''] = /^--\[\[\n([^]*?)\]\]\n([^]*)$/.exec(source) ?? []
    const [, name = '', keys = ''] = /^(.+)-(\d+)\.lua$/.exec(file) ?? []
    expect(header.trim().split(':')[0]).toBe(name)
    expect(places(header, 'KEYS')).toHaveLength(Number(keys))
    expect(places(code, 'KEYS')).toEqual(places(header, 'KEYS'))
    expect(places(code, 'ARGV')).toEqual(places(header, 'ARGV'))
    expect(header).toContain('\n  Reply ')
    // A duration or an instant has its unit.
    for (const line of header.split('\n').filter((each) => /^ {2}ARGV.*(time|how long)/.test(each)))
      expect(line).toContain('(ms)')
    for (const [, status = ''] of code.matchAll(/reply\('(\w+)'/g)) expect(header).toContain(`'${status}'`)
  },
)

it.each(files)('%s is what its module holds, under the SHA-1 that Redis gives it', async (file) => {
  const source = await readFile(new URL(file, folder), 'utf8')
  const module = file.replace('.lua', '.ts')
  expect(await readFile(new URL(module, folder), 'utf8')).toBe(toModule(file, source))
  const [script] = Object.values((await import(/* @vite-ignore */ `./${module}`)) as Record<string, Script>)
  expect(script?.sha1).toBe(
    createHash('sha1')
      .update(script?.lua ?? '')
      .digest('hex'),
  )
  expect(`${script?.name}-${script?.keys}`).toBe(basename(file, '.lua'))
  expect(script?.lua.split('\n')[0]).toBe(`-- @bando/redis ${script?.name}`)
})
