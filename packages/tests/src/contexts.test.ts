import { AsyncLocalStorage } from 'node:async_hooks'
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createBando, memoryStore } from '@bando/core'
import { expect, it, onTestFinished } from 'vitest'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

it('a thousand calls, each in a context of its own, leave no timer that keeps their contexts', async () => {
  const storage = new AsyncLocalStorage<object>()
  const contexts: WeakRef<object>[] = []
  const bando = createBando({
    token: 'bando_good',
    store: memoryStore(),
    limit: { requests: 2000, windowMs: 3_600_000 },
    fetch: () => Promise.resolve(new Response('{}')),
  })
  onTestFinished(() => bando.close())
  // A listener of the state is notified when only time changes it, in an hour. That takes a timer.
  bando.subscribe(() => {})
  for (let id = 0; id < 1000; id += 1) {
    const context = { id }
    contexts.push(new WeakRef(context))
    await storage.run(context, () => bando.get('/coolness', { query: { id } }))
  }
  await setImmediate()
  collect()
  // One timer for the state and one for the queue may hold the context in which they were set.
  const alive = contexts.filter((context) => context.deref() !== undefined)
  expect(alive.length).toBeLessThanOrEqual(2)
})
