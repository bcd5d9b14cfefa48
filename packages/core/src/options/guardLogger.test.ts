import { expect, it, vi } from 'vitest'
import { createBando, memoryStore } from '../index.ts'
import { failure, json, setUp } from '../call/setUp.testing.ts'
import { silent } from '../contract/Logger.ts'
import { guardLogger } from './guardLogger.ts'

const throws = (): never => {
  throw new Error('the disk is full')
}
const failing = { debug: throws, info: throws, warn: throws, error: throws }

it('lets no logger that throws stop a client, a call, a setToken or a listener', async () => {
  const store = memoryStore()
  const { bando } = setUp((_, index) => json({}, index === 0 ? 200 : 500), {
    logger: failing,
    store,
    retry: { attempts: 1 },
    isLockout: throws,
  })
  // It differs in an option, which is a warning.
  const other = createBando({ token: 'bando_good', store, logger: failing, maxInFlight: 1, fetch: throws })
  bando.subscribe(throws)
  bando.on('response', throws)
  expect(await bando.get('/a')).toMatchObject({ status: 200 })
  bando.setToken('bando_other')
  expect(await failure(bando.get('/b'))).toMatchObject({ status: 500 })
  await other.close()
})

it('lets none whose promise rejects', async () => {
  const rejects = vi.fn<() => Promise<void>>(() => Promise.reject(new Error('the disk is full')))
  guardLogger({ ...failing, info: rejects }).info('a message')
  await new Promise(setImmediate)
  expect(rejects).toHaveBeenCalledExactlyOnceWith('a message')
})

it('passes everything on, and keeps a level that is off', () => {
  const warn = vi.fn<(message: string, details?: object) => void>()
  const logger = guardLogger({ ...failing, debug: silent, warn })
  logger.warn('a message', { a: 1 })
  expect(warn).toHaveBeenCalledExactlyOnceWith('a message', { a: 1 })
  expect(Object.values(logger)[0]).toBe(silent)
})
