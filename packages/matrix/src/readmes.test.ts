import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { firstSteps, follow } from './readmes.ts'

const exported = 'export BANDO_URL=http://127.0.0.1:4010 BANDO_TOKEN=bando_dev'

it.each(['core', 'mock', 'nest', 'react', 'rxjs'])(
  'the README of %s starts the mock, and says where it is, before anything else',
  async (folder) => {
    const lines = (await firstSteps(folder)).shell.flat()
    const others = lines.filter((line) => !line.startsWith('npm install '))
    expect(others[0]).toMatch(/^npx bando-mock --token bando_dev( |$)/)
    expect(others[1]?.startsWith(exported)).toBe(true)
  },
)

it('the README of the workspace does so as well', async () => {
  const text = await readFile(new URL('../../../README.md', import.meta.url), 'utf8')
  expect(text).toContain(`npm install --save-dev @bando/mock\nnpx bando-mock --token bando_dev\n`)
  expect(text).toContain(`\n${exported}\n`)
})

// One script spends the token's budget of 100, as the exported token is the mock's.
it('the README of the core can be followed word by word', async () => {
  const output = await follow('core', 'node first.mjs')
  expect(output).toMatch(/^\{.*coolness: \d+.*\} 99$/)
})

it('the README of the mock can be followed word by word', async () => {
  const output = await follow('mock', 'echo')
  expect(output).toMatch(/\{.*"coolness":\s*\d+.*\}/)
})
