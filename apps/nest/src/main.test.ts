import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { createMock } from '@bando/mock'
import { expect, it, onTestFinished } from 'vitest'

it('runs as it is built, on plain node, until it is told to stop', async () => {
  const mock = createMock()
  const api = await mock.listen()
  onTestFinished(api.close)
  const app = spawn(process.execPath, ['dist/main.js'], {
    env: { BANDO_URL: api.url, BANDO_TOKEN: mock.tokens.issue(), PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void app.kill('SIGKILL'))
  const lines = createInterface(app.stdout)[Symbol.asyncIterator]()
  const { value: coolness = '' } = await lines.next()
  const { value: status = '' } = await lines.next()
  expect(await (await fetch(coolness)).json()).toMatchObject({ coolness: expect.any(Number) })
  expect(await (await fetch(status)).json()).toMatchObject({ auth: { status: 'verified' } })
  const exited = once(app, 'exit')
  app.kill('SIGTERM')
  expect(await exited).toEqual([null, 'SIGTERM'])
})
