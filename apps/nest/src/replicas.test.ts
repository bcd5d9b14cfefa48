import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { createMock } from '@bando/mock'
import { RedisServer } from '@bando/redis-server'
import { expect, it, onTestFinished } from 'vitest'

/** Starts the built app, and returns the address of its endpoint. */
async function start(variables: Record<string, string>): Promise<string> {
  const app = spawn(process.execPath, ['dist/main.js'], {
    env: { PORT: '0', ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(app, 'exit')
  onTestFinished(async () => {
    app.kill('SIGKILL')
    await exited
  })
  const { value: coolness = '' } = await createInterface(app.stdout)[Symbol.asyncIterator]().next()
  return coolness
}

it('two replicas on one Redis spend one budget between them, and the API refuses nothing', async () => {
  // The limit that the client assumes. The API says nothing of it.
  const mock = createMock({ algorithm: 'sliding-log', headers: 'none' })
  const api = await mock.listen()
  onTestFinished(api.close)
  const redis = await RedisServer.start()
  onTestFinished(() => redis.close())
  const variables = { BANDO_URL: api.url, BANDO_TOKEN: mock.tokens.issue(), REDIS_URL: redis.url }
  const replicas = await Promise.all([start(variables), start(variables)])
  /** Calls until the replica says that the hour is spent. Returns how often it was served. */
  const spend = async (replica: string): Promise<number> => {
    let served = 0
    for (let id = 0; ; id += 1) {
      const { status, headers } = await fetch(`${replica}?id=${id}`)
      if (status === 200) served += 1
      else if (Number(headers.get('retry-after')) > 1000) return served
    }
  }
  const [one = 0, other = 0] = await Promise.all(replicas.map(spend))
  expect(one + other).toBe(100)
  expect(mock.log.filter(({ status }) => status === 200)).toHaveLength(100)
  expect(mock.log.filter(({ status }) => status !== 200)).toEqual([])
})
