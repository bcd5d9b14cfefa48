import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMock } from '@bando/mock'
import { getQueueToken } from '@nestjs/bullmq'
import type { Queue } from 'bullmq'
import { QueueEvents } from 'bullmq'
import { expect, it, onTestFinished } from 'vitest'
import { startApp } from '../startApp.ts'
import { paymentsQueue } from './payment.ts'

const hasRedis = spawnSync('redis-server', ['--version']).status === 0

async function freePort(): Promise<number> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** A separate Redis for this test, on a free port. */
async function startRedis(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bando-redis-'))
  const port = await freePort()
  const server = spawn('redis-server', ['--port', String(port), '--save', '', '--dir', folder])
  onTestFinished(async () => {
    server.kill()
    await once(server, 'exit')
    await rm(folder, { recursive: true })
  })
  for await (const line of server.stdout) if (String(line).includes('Ready to accept connections')) break
  server.stdout.resume()
  return `redis://127.0.0.1:${port}`
}

it.skipIf(!hasRedis)('a job in Redis is done with a request of its own, behind the people', async () => {
  const url = await startRedis()
  const path = 'GET /api/v1/wallets/:address/transactions/:transactionId/'
  const mock = createMock({ routes: { [path]: () => Response.json({ status: 'COMPLETED' }) } })
  const api = await mock.listen()
  onTestFinished(api.close)
  const variables = { BANDO_URL: api.url, BANDO_TOKEN: mock.tokens.issue(), PORT: '0', REDIS_URL: url }
  const running = await startApp(variables)
  onTestFinished(() => running.close())
  const events = new QueueEvents(paymentsQueue, { connection: { url } })
  onTestFinished(() => events.close())
  await events.waitUntilReady()
  const queue = running.app.get<Queue>(getQueueToken(paymentsQueue), { strict: false })
  const job = await queue.add('look', { address: '0xAb', transactionId: '1' })
  expect(await job.waitUntilFinished(events)).toBe('COMPLETED')
  expect(mock.log.map(({ status }) => status)).toEqual([200])
})
