import { expect, it } from 'vitest'
import { follow } from '../src/readmes.ts'

it('the README of rxjs can be followed word by word', async () => {
  const output = await follow('rxjs', 'node first.mjs')
  expect(output.split('\n')).toEqual(Array.from({ length: 50 }, () => '200'))
})

/** The packages that `nest new` installs. */
const nest = {
  '@nestjs/common': '^12.0.0',
  '@nestjs/core': '^12.0.0',
  'reflect-metadata': '^0.2.0',
  rxjs: '^7.8.0',
}

it.each([
  ['nest', nest],
  ['react', { react: '^19.0.0' }],
])('what the README of %s names can be installed, and reached', async (folder, there) => {
  const ask = 'curl --silent -H "Authorization: Bearer $BANDO_TOKEN" $BANDO_URL/coolness'
  const output = await follow(folder, ask, there)
  expect(output).toMatch(/"coolness":\s*\d+/)
})
