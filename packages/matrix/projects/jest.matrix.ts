import { expect, it } from 'vitest'
import { freshProject } from '../src/freshProject.ts'

const test = `
const { createBando } = require('@bando/core')
const { ManualClock } = require('@bando/core/testing')
const { createMock } = require('@bando/mock')

test('the client calls the mock over HTTP, and without a socket', async () => {
  const mock = createMock()
  const token = mock.tokens.issue()
  const { url, close } = await mock.listen()
  for (const options of [{ baseUrl: url }, { baseUrl: 'https://api.bando.cool', fetch: mock.fetch }]) {
    const bando = createBando({ token, ...options })
    expect((await bando.get('/coolness')).status).toBe(200)
    await bando.close()
  }
  expect(new ManualClock().now()).toBe(0)
  await close()
})
`

it.each(['29', '30'])('the core and the mock are required under Jest %s, as it comes', async (version) => {
  await using project = await freshProject({
    bando: ['@bando/core', '@bando/mock'],
    dependencies: { jest: `^${version}.0.0` },
    manifest: { type: 'commonjs' },
    files: { 'first.test.js': test },
  })
  const { exitCode, stderr } = await project.run('npx', ['jest'], { reject: false })
  expect(stderr).toContain('Tests:       1 passed')
  expect(exitCode).toBe(0)
})
