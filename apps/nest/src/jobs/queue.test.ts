import { createMock } from '@bando/mock'
import { RedisServer } from '@bando/redis-server'
import { getQueueToken } from '@nestjs/bullmq'
import type { Queue } from 'bullmq'
import { QueueEvents } from 'bullmq'
import { expect, it, onTestFinished } from 'vitest'
import { startApp } from '../startApp.ts'
import { paymentsQueue } from './payment.ts'

it('a job in Redis is done with a request of its own, behind the people', async () => {
  const redis = await RedisServer.start()
  onTestFinished(() => redis.close())
  const { url } = redis
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
