import { expect, it } from 'vitest'
import { follow } from '../src/readmes.ts'

it('the README of rxjs can be followed word by word', async () => {
  const output = await follow('rxjs', 'node first.mjs')
  expect(output.split('\n')).toEqual(Array.from({ length: 50 }, () => '200'))
})

it.each(['nest', 'react'])('what the README of %s names can be installed, and reached', async (folder) => {
  const ask = 'curl --silent -H "Authorization: Bearer $BANDO_TOKEN" $BANDO_URL/coolness'
  const output = await follow(folder, ask)
  expect(output).toMatch(/"coolness":\s*\d+/)
})
