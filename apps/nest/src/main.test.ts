import { spawn } from 'node:child_process'
import { once } from 'node:events'
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
  const [printed] = await once(app.stdout, 'data')
  const [coolness = '', status = ''] = String(printed).split('\n')
  expect(await (await fetch(coolness)).json()).toMatchObject({ coolness: expect.any(Number) })
  expect(await (await fetch(status)).json()).toMatchObject({ auth: { status: 'verified' } })
  const exited = once(app, 'exit')
  app.kill('SIGTERM')
  expect(await exited).toEqual([null, 'SIGTERM'])
})
