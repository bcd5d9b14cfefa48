import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { setUpIndexedDb } from './indexedDb.testing.ts'
import { News } from './News.ts'

const channels = { opened: 0, closed: 0 }

beforeEach(() => {
  setUpIndexedDb()
  Object.assign(channels, { opened: 0, closed: 0 })
  vi.stubGlobal(
    'BroadcastChannel',
    class extends BroadcastChannel {
      constructor(name: string) {
        super(name)
        channels.opened += 1
      }
      override close(): void {
        super.close()
        channels.closed += 1
      }
    },
  )
})

afterEach(() => void vi.unstubAllGlobals())

function watch(news: News, key: string, listener: () => void): () => void {
  const stop = news.watch(key, listener)
  onTestFinished(stop)
  return stop
}

it('tells the listeners of one key in another tab', async () => {
  const heard: string[] = []
  const news = new News('keys')
  watch(news, 'a', () => void heard.push('a'))
  watch(news, 'b', () => void heard.push('b'))
  const tab = new News('keys')
  tab.tell('b')
  tab.tell('a')
  await expect.poll(() => heard.length).toBe(2)
  expect(heard).toEqual(['b', 'a'])
})

it('tells by a channel that has the name of the database', async () => {
  const channel = new BroadcastChannel('a name')
  const told = new Promise((resolve) => {
    channel.addEventListener('message', ({ data }: MessageEvent<string>) => resolve(data))
  })
  new News('a name').tell('a')
  expect(await told).toBe('a')
  channel.close()
})

it('closes the channel that was opened to tell once', () => {
  new News('once').tell('a')
  expect(channels).toEqual({ opened: 1, closed: 1 })
})

it('tells by the channel with which it listens, and keeps it open', () => {
  const news = new News('both')
  watch(news, 'a', () => {})
  news.tell('a')
  expect(channels).toEqual({ opened: 1, closed: 0 })
})

it('has one channel for all listeners, until the last one stops', () => {
  const news = new News('listeners')
  const [first, second] = [watch(news, 'a', () => {}), watch(news, 'b', () => {})]
  first()
  expect(channels).toEqual({ opened: 1, closed: 0 })
  second()
  expect(channels).toEqual({ opened: 1, closed: 1 })
  watch(news, 'a', () => {})
  expect(channels).toEqual({ opened: 2, closed: 1 })
})

it('does not tell a listener that has stopped', async () => {
  const stopped = vi.fn<() => void>()
  const heard = vi.fn<() => void>()
  const news = new News('stopped')
  watch(news, 'a', stopped)()
  watch(news, 'a', heard)
  new News('stopped').tell('a')
  await expect.poll(() => heard.mock.calls.length).toBe(1)
  expect(stopped).not.toHaveBeenCalled()
})

it('opens no channel while a server renders, since there is no database to tell of', () => {
  vi.stubGlobal('indexedDB', undefined)
  const news = new News('server')
  watch(news, 'a', () => {})()
  news.tell('a')
  expect(channels.opened).toBe(0)
})

it('does without channels in a runtime that has none', () => {
  vi.stubGlobal('BroadcastChannel', undefined)
  const news = new News('old')
  const stop = watch(news, 'a', () => {})
  expect(() => news.tell('a')).not.toThrow()
  expect(stop).not.toThrow()
})

it('listens by a channel of a browser, which has no unref', () => {
  const browser = new EventTarget()
  vi.stubGlobal('BroadcastChannel', function open() {
    return Object.assign(browser, { postMessage() {}, close() {} })
  })
  const heard = vi.fn<() => void>()
  watch(new News('browser'), 'a', heard)
  browser.dispatchEvent(new MessageEvent('message', { data: 'a' }))
  expect(heard).toHaveBeenCalledOnce()
})
