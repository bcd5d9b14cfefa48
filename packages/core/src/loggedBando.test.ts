import { expect, it, onTestFinished } from 'vitest'
import { json, setUp } from './call/setUp.testing.ts'
import type { Logger } from './index.ts'
import { createBando, memoryStore } from './index.ts'
import { defineStore } from './store/index.ts'
import { SharedMemory } from './testing/index.ts'

/** A logger, and what a client has written to it. */
function recorded() {
  const written: [string, string, object | undefined][] = []
  const write =
    (level: string): Logger['debug'] =>
    (message, details) =>
      void written.push([level, message, details])
  const logger = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
  return { written, logger }
}

it('a client writes a line for each request to its logger', async () => {
  const { written, logger } = recorded()
  const { bando } = setUp(() => json({}), { logger })
  await bando.get('/a')
  expect(written.map(([level, message]) => [level, message])).toContainEqual([
    'debug',
    expect.stringContaining('GET https://api.bando.cool/a'),
  ])
})

it('a client warns of an option that is there without a value', () => {
  const { written, logger } = recorded()
  const bando = createBando({ token: undefined, store: memoryStore(), logger })
  onTestFinished(() => bando.close())
  expect(written).toEqual([
    ['warn', expect.stringMatching(/^createBando: token is undefined, so calls are anonymous/), undefined],
  ])
})

it('a client warns of every option in which the clients of one origin differ', () => {
  const { written, logger } = recorded()
  const store = memoryStore()
  const one = createBando({ store, logger })
  const two = createBando({ store, logger, maxInFlight: 1, verifiedForMs: 1000 })
  onTestFinished(async () => void (await Promise.all([one.close(), two.close()])))
  expect(written.map(([, message]) => message)).toEqual([
    'Clients of the same Bando origin differ in verifiedForMs, maxInFlight: the strictest holds. Give each the same, or its own memoryStore().',
  ])
})

it('a client reports a listener that throws, with what it threw', async () => {
  const { written, logger } = recorded()
  const { bando } = setUp(() => json({}), { logger })
  const error = new Error('mine')
  bando.on('response', () => {
    throw error
  })
  await bando.get('/a')
  expect(written).toContainEqual(['error', 'A listener of the Bando client threw.', { error }])
})

it('a client says where a store keeps data that were damaged', async () => {
  const { written, logger } = recorded()
  const port = new SharedMemory().port()
  const store = defineStore({
    ...port,
    commit(key, change, context) {
      context.onDamage('/var/lib/bando/damaged-1')
      return port.commit(key, change, context)
    },
  })
  const { bando, clock } = setUp(() => json({}), { store, logger })
  const call = bando.get('/a')
  await clock.advance(0)
  await call
  expect(written.find(([level]) => level === 'error')?.[1]).toBe(
    "The store's data of https://api.bando.cool were damaged. They are kept in /var/lib/bando/damaged-1. Members that still run write back what they know; look for what damaged them.",
  )
})
