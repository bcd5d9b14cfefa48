import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { expect, it, onTestFinished, vi } from 'vitest'
import { json, setUp } from '../call/setUp.testing.ts'
import { diagnosticsChannels } from './diagnostics.ts'
import { Emitter } from './Emitter.ts'
import { eventNames } from './events.ts'

const own = { reason: 'limit', nextAt: undefined, keys: [] } as const
const event = { method: 'GET', url: '/', retryAt: undefined, waitMs: undefined, ahead: 0, ...own }

it('publishes what a client does, on a channel for each event, without the token', async () => {
  const seen: [string | symbol, unknown][] = []
  const hear = (message: unknown, name: string | symbol): void => void seen.push([name, message])
  for (const name of eventNames) subscribe(`bando:${name}`, hear)
  onTestFinished(() => {
    for (const name of eventNames) unsubscribe(`bando:${name}`, hear)
  })
  const { bando } = setUp(() => json({}))
  await bando.get('/coolness')
  const sent = { method: 'GET', url: 'https://api.bando.cool/coolness', attempt: 1 }
  expect(seen).toMatchObject([
    ['bando:request', { ...sent, id: 1, waitedMs: 0 }],
    ['bando:response', { ...sent, id: 1, status: 200 }],
    ['bando:verified', sent],
  ])
  expect(JSON.stringify(seen)).not.toContain('bando_good')
})

it('publishes, and builds, nothing if a channel has no subscriber', () => {
  const channel = { hasSubscribers: false, publish: vi.fn<(message: unknown) => void>() }
  const channels = diagnosticsChannels({ getBuiltinModule: () => ({ channel: () => channel }) })
  const emitter = new Emitter(() => {}, channels)
  const build = vi.fn<() => typeof event>(() => event)
  emitter.emit('wait', build)
  expect(build).not.toHaveBeenCalled()
  expect(channel.publish).not.toHaveBeenCalled()
  channel.hasSubscribers = true
  emitter.emit('wait', build)
  expect(channel.publish).toHaveBeenCalledExactlyOnceWith(event)
})

it('keeps the keys of a call that waits to the client’s own listeners', () => {
  const channel = { hasSubscribers: true, publish: vi.fn<(message: unknown) => void>() }
  const channels = diagnosticsChannels({ getBuiltinModule: () => ({ channel: () => channel }) })
  const keyed = { ...event, keys: [{ queryKey: ['bando', '/orders', { account: 'private' }] }] }
  const heard: unknown[] = []
  const emitter = new Emitter(() => {}, channels)
  emitter.on('wait', (each) => void heard.push(each))
  emitter.emit('wait', () => keyed)
  expect(heard).toEqual([keyed])
  expect(channel.publish).toHaveBeenCalledExactlyOnceWith(event)
  expect(keyed.keys).toHaveLength(1)
})

it.each([
  ['a process that gives no modules', {}],
  ['a process without this module', { getBuiltinModule: () => undefined }],
])('does without, with %s', (_, host) => {
  expect(diagnosticsChannels(host)).toBeUndefined()
})

it('returns no channels in a runtime without a process', () => {
  vi.stubGlobal('process', undefined)
  try {
    expect(diagnosticsChannels()).toBeUndefined()
  } finally {
    vi.unstubAllGlobals()
  }
})
