import { expect, it, vi } from 'vitest'
import { Emitter } from './Emitter.ts'

const own = { reason: 'limit', nextAt: undefined, keys: [] } as const
const event = { method: 'GET', url: '/', retryAt: undefined, waitMs: undefined, ahead: 0, ...own }

it('tells listeners in order, each of its own event, until they stop', () => {
  const told: string[] = []
  const emitter = new Emitter(() => {})
  const stop = emitter.on('wait', ({ url }) => told.push(`first ${url}`))
  emitter.on('wait', () => told.push('second'))
  emitter.on('retry', () => told.push('another'))
  emitter.emit('wait', () => event)
  stop()
  stop()
  emitter.emit('wait', () => event)
  expect(told).toEqual(['first /', 'second', 'second'])
})

it('tells a listener that was added twice twice', () => {
  const listener = vi.fn<() => void>()
  const emitter = new Emitter(() => {})
  emitter.on('wait', listener)
  emitter.on('wait', listener)()
  emitter.emit('wait', () => event)
  expect(listener).toHaveBeenCalledOnce()
})

it('tells a listener that stops and listens anew, while it is told, of the next alone', () => {
  const emitter = new Emitter(() => {})
  let told = 0
  let stop = (): void => {}
  const listener = (): void => {
    told += 1
    stop()
    if (told < 10) stop = emitter.on('wait', listener)
  }
  stop = emitter.on('wait', listener)
  emitter.emit('wait', () => event)
  expect(told).toBe(1)
  emitter.emit('wait', () => event)
  expect(told).toBe(2)
})

it('does not tell a listener that another has stopped meanwhile', () => {
  const emitter = new Emitter(() => {})
  const second = vi.fn<() => void>()
  let stop = (): void => {}
  emitter.on('wait', () => stop())
  stop = emitter.on('wait', second)
  emitter.emit('wait', () => event)
  expect(second).not.toHaveBeenCalled()
})

it('reports a listener that throws, and goes on with the next', () => {
  const [report, next] = [vi.fn<(error: unknown) => void>(), vi.fn<() => void>()]
  const emitter = new Emitter(report)
  const error = new Error('mine')
  emitter.on('wait', () => {
    throw error
  })
  emitter.on('wait', next)
  emitter.emit('wait', () => event)
  expect(report).toHaveBeenCalledExactlyOnceWith(error)
  expect(next).toHaveBeenCalledOnce()
})

it('reports a listener that rejects', async () => {
  const report = vi.fn<(error: unknown) => void>()
  const emitter = new Emitter(report)
  const error = new Error('mine')
  emitter.on('wait', () => Promise.reject(error))
  emitter.emit('wait', () => event)
  await Promise.resolve()
  expect(report).toHaveBeenCalledExactlyOnceWith(error)
})

it('tells no listener once it is closed', () => {
  const listener = vi.fn<() => void>()
  const emitter = new Emitter(() => {})
  emitter.on('wait', listener)
  emitter.close()
  emitter.emit('wait', () => event)
  expect(listener).not.toHaveBeenCalled()
})

it('tells a listener that hears only of the first call that waits of no other, and builds no event for it', () => {
  const emitter = new Emitter(() => {})
  const told: string[] = []
  const build = vi.fn<() => typeof event>(() => event)
  const stop = emitter.on('wait', () => told.push('of the first'), true)
  expect([emitter.wants('wait'), emitter.wants('wait', false)]).toEqual([true, false])
  emitter.emit('wait', build, false)
  expect(build).not.toHaveBeenCalled()
  emitter.on('wait', () => told.push('of each'))
  emitter.emit('wait', build, false)
  emitter.emit('wait', build, true)
  expect(told).toEqual(['of each', 'of the first', 'of each'])
  stop()
  emitter.emit('wait', build)
  expect(told.at(-1)).toBe('of each')
})
