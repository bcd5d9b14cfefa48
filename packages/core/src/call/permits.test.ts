import { expect, it, onTestFinished } from 'vitest'
import { createBando, memoryStore } from '../index.ts'
import { ManualClock } from '../testing/index.ts'
import { failure, json } from './setUp.testing.ts'

it('permits come free by time alone: a runtime that drops its timers loses none', async () => {
  const time = new ManualClock()
  const bando = createBando({
    token: 'bando_good',
    limit: { requests: 1, windowMs: 60_000 },
    maxWaitMs: 0,
    store: memoryStore(),
    clock: { now: () => time.now(), epoch: () => time.epoch(), schedule: () => () => {} },
    fetch: () => Promise.resolve(json({})),
  })
  onTestFinished(() => bando.close())
  await bando.get('/a')
  expect(await failure(bando.get('/b'))).toMatchObject({ code: 'limit' })
  await time.advance(60_031)
  expect(await bando.get('/b')).toMatchObject({ status: 200 })
})
