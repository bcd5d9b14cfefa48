import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { lastValueFrom } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { until } from './setUp.ts'
import { failure, startHttp } from './setUpHttp.ts'

describe('a request of BandoHttpService', () => {
  it('leaves the queue when unsubscribed, aborted or timed out', async () => {
    const limit = { requests: 1, windowMs: 3_600_000 }
    const { mock, http, bando } = await startHttp({ limit }, { limit, maxWaitMs: Infinity })
    await lastValueFrom(http.get('/coolness'))
    const ask = (config: object): ReturnType<typeof http.get> =>
      http.get('/coolness', { params: { id: 2 }, ...config })

    for (const config of [{}, { responseType: 'stream' }]) {
      const subscription = ask(config).subscribe()
      await until(bando, ({ queue }) => queue.waiting === 1)
      subscription.unsubscribe()
      await until(bando, ({ queue }) => queue.waiting === 0)
    }

    const controller = new AbortController()
    const aborted = failure(lastValueFrom(ask({ signal: controller.signal })))
    await until(bando, ({ queue }) => queue.waiting === 1)
    controller.abort()
    expect(await aborted).toMatchObject({ code: 'ERR_CANCELED' })

    expect(await failure(lastValueFrom(ask({ timeout: 5 })))).toMatchObject({ code: 'ECONNABORTED' })
    await until(bando, ({ queue }) => queue.waiting === 0)
    expect(mock.log).toHaveLength(1)
  })

  it('removes its listener of a signal when the request ends', async () => {
    const { http } = await startHttp()
    const { signal } = new AbortController()
    const listening = new Set<unknown>()
    signal.addEventListener = (_: string, listener: unknown) => void listening.add(listener)
    signal.removeEventListener = (_: string, listener: unknown) => void listening.delete(listener)
    const answer = lastValueFrom(http.get('/coolness', { signal }))
    expect(listening.size).toBe(1)
    await answer
    expect(listening.size).toBe(0)
    const { data } = await lastValueFrom(http.get<Readable>('/coolness', { signal, responseType: 'stream' }))
    expect(listening.size).toBe(1)
    await Promise.all([text(data), once(data, 'close')])
    expect(listening.size).toBe(0)
  })
})
