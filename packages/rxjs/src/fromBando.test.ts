import { getEventListeners } from 'node:events'
import type { BandoResponse } from '@bando/core'
import type { Observable } from 'rxjs'
import { lastValueFrom, toArray } from 'rxjs'
import { expect, expectTypeOf, it, onTestFinished, vi } from 'vitest'
import { fromBando } from './fromBando.ts'
import { json, never, setUp } from './setUp.testing.ts'

it('is cold: one request for each subscription, one value, then the end', async () => {
  const { bando, requests } = setUp(() => json())
  const coolness$ = fromBando(bando, '/coolness', { query: { x: 1 } })
  expect(requests).toHaveLength(0)
  expect(await lastValueFrom(coolness$.pipe(toArray()))).toMatchObject([{ status: 200 }])
  await lastValueFrom(coolness$)
  expect(requests.map(({ url }) => url.search)).toEqual(['?x=1', '?x=1'])
})

it('sends the method and the body', async () => {
  const { bando, requests } = setUp(() => json())
  await lastValueFrom(fromBando(bando, '/api/v1/quotes/', { method: 'POST', body: { amount: 1 } }))
  expect(requests).toMatchObject([{ method: 'POST', body: '{"amount":1}' }])
})

it('emits the response in the requested form and type', async () => {
  const { bando } = setUp(() => json())
  const text$ = fromBando(bando, '/coolness', { as: 'text' })
  expectTypeOf(text$).toEqualTypeOf<Observable<BandoResponse<string>>>()
  expect(await lastValueFrom(text$)).toMatchObject({ data: await json().text() })
  // @ts-expect-error -- text is no number
  void fromBando<number>(bando, '/coolness', { as: 'text' })
})

it('fails with the error of the core', async () => {
  const { bando } = setUp(() => json(404))
  await expect(lastValueFrom(fromBando(bando, '/x'))).rejects.toMatchObject({ code: 'http', status: 404 })
})

it('aborts the request, and leaves the queue, when unsubscribed', async () => {
  const { bando, clock, requests } = setUp(never, { anonymousLimit: { requests: 1, windowMs: 1000 } })
  const sent = fromBando(bando, '/sent').subscribe()
  const waiting = fromBando(bando, '/waiting').subscribe()
  await clock.advance(0)
  expect(bando.state.queue.waiting).toBe(1)
  waiting.unsubscribe()
  expect(bando.state.queue.waiting).toBe(0)
  sent.unsubscribe()
  await clock.advance(0)
  expect(requests.map(({ signal }) => signal?.aborted)).toEqual([true])
})

it.each([200, 404])('aborts nothing after a %i', async (status) => {
  const { bando } = setUp(() => json(status))
  const request = vi.spyOn(bando, 'request')
  await lastValueFrom(fromBando(bando, '/a')).catch(() => {})
  expect(request.mock.calls[0]?.[2]?.signal?.aborted).toBe(false)
})

it("follows the caller's own signal, and leaves no listener on it", async () => {
  const { bando, clock } = setUp((_, index) => (index === 0 ? json() : never()))
  const { signal, abort } = withAbort()
  await lastValueFrom(fromBando(bando, '/a', { signal }))
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  fromBando(bando, '/b', { signal }).subscribe().unsubscribe()
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  const failed = expect(lastValueFrom(fromBando(bando, '/c', { signal }))).rejects.toThrow('enough')
  await clock.advance(0)
  abort(new Error('enough'))
  await failed
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
})

it('sends nothing when the signal is aborted already', async () => {
  const { bando, requests } = setUp(() => json())
  const signal = AbortSignal.abort(new Error('too late'))
  await expect(lastValueFrom(fromBando(bando, '/a', { signal }))).rejects.toThrow('too late')
  expect(requests).toHaveLength(0)
})

function withAbort(): { signal: AbortSignal; abort: (reason: Error) => void } {
  const controller = new AbortController()
  return { signal: controller.signal, abort: (reason) => controller.abort(reason) }
}

it('takes a request as one object, whose fields `options` replaces', async () => {
  const { bando, requests } = setUp(() => json())
  const quote = { path: '/api/v1/quotes/', method: 'POST', body: { amount: 1 } }
  await lastValueFrom(fromBando(bando, quote))
  await lastValueFrom(fromBando(bando, quote, { method: 'PUT' }))
  expect(requests).toMatchObject([
    { method: 'POST', body: '{"amount":1}' },
    { method: 'PUT', body: '{"amount":1}' },
  ])
  const text$ = fromBando(bando, { path: '/coolness', as: 'text' })
  expectTypeOf(text$).toEqualTypeOf<Observable<BandoResponse<string>>>()
})

it('leaves no unhandled rejection when the subscriber has left', async () => {
  const rejections: unknown[] = []
  const note = (reason: unknown): void => void rejections.push(reason)
  process.on('unhandledRejection', note)
  onTestFinished(() => void process.off('unhandledRejection', note))
  const { bando, clock } = setUp(never)
  fromBando(bando, '/a').subscribe().unsubscribe()
  await clock.advance(1)
  expect(rejections).toEqual([])
})
