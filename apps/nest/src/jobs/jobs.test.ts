import 'reflect-metadata'
import { memoryStore } from '@bando/core'
import { ManualClock } from '@bando/core/testing'
import { BandoService } from '@bando/nest'
import { BandoTestingModule } from '@bando/nest/testing'
import { Test } from '@nestjs/testing'
import type { Job } from 'bullmq'
import { DelayedError } from 'bullmq'
import { expect, it, onTestFinished, vi } from 'vitest'
import { CatalogueTask } from './catalogue.task.ts'
import type { Payment } from './payment.ts'
import { PaymentsProcessor } from './payments.processor.ts'

const limit = { requests: 5, windowMs: 3_600_000 }

async function start(mockRoutes: Record<string, () => Response> = {}): Promise<{
  bando: BandoService
  task: CatalogueTask
  processor: PaymentsProcessor
}> {
  const clock = new ManualClock()
  const moduleRef = await Test.createTestingModule({
    imports: [
      BandoTestingModule.forRoot({
        clock,
        limit,
        reserve: 0.2,
        store: memoryStore(),
        mock: { limit, routes: mockRoutes },
      }),
    ],
    providers: [CatalogueTask, PaymentsProcessor],
  }).compile()
  onTestFinished(() => moduleRef.close())
  return {
    bando: moduleRef.get(BandoService),
    task: moduleRef.get(CatalogueTask),
    processor: moduleRef.get(PaymentsProcessor),
  }
}

it('the schedule leaves the reserve for people, and waits for its own turn', async () => {
  const { bando, task } = await start()
  await task.refresh()
  expect(task.catalogue).toMatchObject({ products: expect.any(Array) })
  for (let call = 0; call < 3; call += 1) await bando.get('/coolness', { query: { call } })
  void task.refresh().catch(() => {})
  await expect.poll(() => bando.state.queue.waiting).toBe(1)
  expect(await bando.get('/coolness', { priority: 'high', maxWaitMs: 0 })).toMatchObject({ status: 200 })
  expect(bando.state.queue.waiting).toBe(1)
})

const path = 'GET /api/v1/wallets/:address/transactions/:transactionId/'

it.each([
  ['COMPLETED', 'COMPLETED'],
  ['PROCESSING', DelayedError],
])('a payment that is %s is %s', async (status, expected) => {
  const { processor } = await start({ [path]: () => Response.json({ status }) })
  const moveToDelayed = vi.fn(async () => {})
  const job = { data: { address: '0xAb', transactionId: '1' }, moveToDelayed } as unknown as Job<
    Payment,
    string
  >
  const outcome: unknown = await processor.process(job, 'lock').catch((error: unknown) => error)
  if (typeof expected === 'string') expect(outcome).toBe(expected)
  else expect(outcome).toBeInstanceOf(expected)
  expect(moveToDelayed).toHaveBeenCalledTimes(typeof expected === 'string' ? 0 : 1)
})
