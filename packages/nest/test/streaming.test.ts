import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { inspect } from 'node:util'
import { ManualClock } from '@bando/core/testing'
import { lastValueFrom } from 'rxjs'
import { describe, expect, it } from 'vitest'
import type { BandoService } from '../src/index.ts'
import { begin, startRaw } from './rawServer.ts'
import { until } from './setUp.ts'

/** Writes until the reader is gone; gives how much was written. */
async function pour(response: ServerResponse): Promise<number> {
  const chunk = Buffer.alloc(64 * 1024, 'x')
  let written = 0
  let isOpen = true
  response.on('close', () => {
    isOpen = false
  })
  while (isOpen) {
    written += chunk.length
    if (response.write(chunk)) continue
    const drained = new AbortController()
    const { signal } = drained
    await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })])
    drained.abort()
  }
  return written
}

describe('a response', () => {
  const ways: [string, (bando: BandoService) => Promise<ReadableStream<Uint8Array> | null>][] = [
    ['get', async (bando) => (await bando.get('/events', { as: 'stream' })).data],
    ['rx', async ({ rx }) => (await lastValueFrom(rx.get('/events', { as: 'stream' }))).data],
    ['fetch', async (bando) => (await bando.fetch('/events')).body],
  ]

  it.each(ways)(
    'as a stream resolves at its head, and passes its body on as it arrives: %s',
    async (_, ask) => {
      const { bando, next } = await startRaw()
      const call = ask(bando)
      const response = await next()
      begin(response)
      const reader = (await call)!.getReader()
      expect(new TextDecoder().decode((await reader.read()).value)).toBe('first')
      response.write('second')
      expect(new TextDecoder().decode((await reader.read()).value)).toBe('second')
      response.end()
      expect(await reader.read()).toMatchObject({ done: true })
    },
  )

  it('that never ends fails with a time-out after one request, and closes its connection', async () => {
    const clock = new ManualClock()
    const { bando, next } = await startRaw({ clock, timeoutMs: 1000, retry: { attempts: 3 } })
    bando.client.on('response', () => void clock.advance(1000))
    const call = bando.get('/events').catch((error: unknown) => error)
    const response = await next()
    const closed = once(response, 'close')
    begin(response)
    expect(await call).toMatchObject({ code: 'timeout', attempts: 1 })
    await closed
  })

  it('longer than maxBodyBytes is cancelled, and only buffers are read beyond the limit', async () => {
    const { bando, next } = await startRaw({ maxBodyBytes: 1_000_000 })
    const call = bando.get('/large').catch((error: unknown) => error)
    const response = await next()
    begin(response)
    const poured = pour(response)
    expect(await call).toMatchObject({ code: 'body', reason: 'tooLong' })
    expect(await poured).toBeLessThan(20_000_000)
  })

  it('as a stream that is not read makes the sender wait', async () => {
    const { bando, next } = await startRaw()
    const call = bando.get('/large', { as: 'stream' })
    const response = await next()
    begin(response)
    const { data } = await call
    const poured = pour(response)
    await once(response, 'drain').catch(() => {})
    await data.cancel()
    expect(await poured).toBeLessThan(20_000_000)
  })

  it('as a stream that ends too early fails with an error without the request', async () => {
    const { bando, next } = await startRaw()
    const call = bando.get('/events', { as: 'stream' })
    const response = await next()
    begin(response, { 'Content-Length': '100' })
    const { data } = await call
    response.destroy()
    const error: unknown = await new Response(data).text().catch((error: unknown) => error)
    expect(error).toBeInstanceOf(Error)
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('s3cret')
  })

  it.each([204, 304])('without a body frees the connection: %i', async (status) => {
    const { bando, next } = await startRaw()
    const call = bando.get('/nothing', { as: 'response' })
    ;(await next()).writeHead(status).end()
    expect((await call.catch((error: unknown) => error)) as object).toMatchObject({ status })
    await until(bando, ({ limit }) => limit.inFlight === 0)
  })
})

describe('a response through BandoHttpService', () => {
  it('as a stream resolves at its head', async () => {
    const { http, next } = await startRaw()
    const call = lastValueFrom(http.get<Readable>('/events', { responseType: 'stream' }))
    const response = await next()
    begin(response)
    const { data } = await call
    const [chunk] = (await once(data, 'data')) as [Buffer]
    expect(chunk.toString()).toBe('first')
    response.end()
    await once(data, 'end')
  })

  it('as a stream fails once it is longer than maxContentLength', async () => {
    const { http, next } = await startRaw()
    const config = { responseType: 'stream', maxContentLength: 1000 } as const
    const call = lastValueFrom(http.get<Readable>('/large', config))
    const response = await next()
    begin(response)
    const { data } = await call
    const poured = pour(response)
    const failed: unknown = await text(data).catch((error: unknown) => error)
    expect(failed).toMatchObject({ code: 'ERR_BAD_RESPONSE' })
    expect(await poured).toBeLessThan(20_000_000)
  })

  it('as a stream that fails before it has a listener does not end the process', async () => {
    const { http, next } = await startRaw()
    const call = lastValueFrom(http.get<Readable>('/events', { responseType: 'stream' }))
    const response = await next()
    begin(response, { 'Content-Length': '100' })
    const { data } = await call
    data.resume()
    const closed = new Promise<void>((resolve) => {
      data.once('close', resolve)
    })
    response.destroy()
    await closed
  })

  it('that never ends is a time-out', async () => {
    const clock = new ManualClock()
    const { bando, http, next } = await startRaw({ clock, timeoutMs: 1000 })
    const call = lastValueFrom(http.get('/events')).catch((error: unknown) => error)
    const response = await next()
    const closed = once(response, 'close')
    begin(response)
    // Only the time of the body is left: that of the attempt ends at the head.
    await until(bando, ({ limit }) => limit.inFlight === 0)
    await clock.advance(1000)
    expect(await call).toMatchObject({ code: 'ETIMEDOUT', cause: { code: 'timeout', status: 200 } })
    await closed
  })

  it.each([
    [
      'maxBodyBytes of the client',
      {},
      { code: 'ERR_BANDO_BODY', cause: { code: 'body', reason: 'tooLong' } },
    ],
    ['maxContentLength of axios', { maxContentLength: 1000 }, { code: 'ERR_BAD_RESPONSE' }],
  ])('longer than %s is let go', async (_, config, expected) => {
    const { http, next } = await startRaw({ maxBodyBytes: 1_000_000 })
    const call = lastValueFrom(http.get('/large', config)).catch((error: unknown) => error)
    const response = await next()
    begin(response)
    const poured = pour(response)
    expect(await call).toMatchObject(expected)
    expect(await poured).toBeLessThan(20_000_000)
  })
})
