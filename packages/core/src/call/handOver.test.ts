import { expect, it, onTestFinished, vi } from 'vitest'
import { BandoClosedError } from '../errors/BandoClosedError.ts'
import type { WireRequest } from '../request/WireRequest.ts'
import type { Attempt } from './Attempt.ts'
import { CancellationList } from '../cancellation/CancellationList.ts'
import type { Subscriber } from './CallState.ts'
import { CallState } from './CallState.ts'
import { handOver } from './handOver.ts'
import type { OpenResponse } from './perform.ts'
import type { Session } from './Session.ts'
import { SharedCalls } from './SharedCalls.ts'
import { failure } from './setUp.testing.ts'
import { subscribe } from './subscribe.ts'

/** A response whose head has come, and what becomes of its attempt and its subscriber. */
function setUp(response: Response, { redirects = 0, origin = 'https://api.bando.cool' } = {}) {
  const terms = { key: 'k', deadlineMs: Infinity, priority: 'normal' } as unknown as CallState['terms']
  const url: WireRequest['url'] = new URL('/a', origin)
  const request = { method: 'GET', url } as WireRequest
  const call = new CallState(request, terms, { isAnonymous: false, redact: (text) => text })
  call.redirects = redirects
  const closing = new AbortController()
  const session = {
    settings: { baseUrl: new URL('https://api.bando.cool') },
    clock: { now: () => 0 },
    shared: new SharedCalls(),
    open: new CancellationList(),
    keyedCalls: new Map(),
    closing: closing.signal,
  } as unknown as Session
  subscribe(session, call, terms, { resolve() {}, reject() {} })
  const [subscriber] = [...call.subscribers] as [Subscriber]
  const attempt = { finish: vi.fn<() => void>(), discard: vi.fn<() => void>(), giveUp: vi.fn<() => void>() }
  const received = { call, response, attempt: attempt as unknown as Attempt } as OpenResponse['received']
  return {
    attempt,
    subscriber,
    closing,
    handOver: () => handOver(session, { received, subscriber }),
    /** Whether the client still keeps the caller. */
    isKept: () => session.open.size > 0 || session.keyedCalls.size > 0,
  }
}

const chunk = new TextEncoder().encode('chunk')

it('a body that arrives keeps its caller until its end', async () => {
  const { handOver, isKept, attempt } = setUp(new Response('text'))
  const response = handOver()
  expect(attempt.finish).toHaveBeenCalledOnce()
  expect(isKept()).toBe(true)
  expect(await response.text()).toBe('text')
  expect(isKept()).toBe(false)
})

it('a body that breaks off keeps its caller no longer', async () => {
  const body = new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) })
  const { handOver, isKept } = setUp(new Response(body))
  expect(await failure(handOver().text())).toMatchObject({ message: 'reset' })
  expect(isKept()).toBe(false)
})

it('a body that its reader cancels is cancelled, and keeps its caller no longer', async () => {
  const cancel = vi.fn<(reason: unknown) => void>()
  const { handOver, isKept } = setUp(new Response(new ReadableStream({ cancel })))
  await handOver().body?.cancel('enough')
  expect(cancel).toHaveBeenCalledWith('enough')
  expect(isKept()).toBe(false)
})

it('a caller that aborts while the body arrives cuts the connection, and the body says why', async () => {
  const body = new ReadableStream({ start: (controller) => controller.enqueue(chunk) })
  const { handOver, isKept, attempt, subscriber } = setUp(new Response(body))
  const reader = handOver().body?.getReader()
  await reader?.read()
  subscriber.cancel('no more')
  expect(attempt.giveUp).toHaveBeenCalledOnce()
  expect(isKept()).toBe(false)
  await expect(reader?.read()).rejects.toBe('no more')
})

it('a caller that has aborted before gets no response, and the connection is cut', () => {
  const { handOver, isKept, attempt, subscriber } = setUp(new Response('text'))
  subscriber.cancel('no more')
  expect(handOver).toThrow('no more')
  expect(isKept()).toBe(false)
  expect(attempt.discard).toHaveBeenCalledOnce()
  expect(attempt.giveUp).toHaveBeenCalledOnce()
})

it('a body whose transport does not heed the signal is cancelled when its caller aborts', async () => {
  const cancel = vi.fn<(reason: unknown) => void>()
  const { handOver, subscriber } = setUp(new Response(new ReadableStream({ cancel })))
  handOver()
  subscriber.cancel('no more')
  expect(cancel).toHaveBeenCalledWith('no more')
})

it('a body that is empty keeps its caller no longer, though it is not read', () => {
  const headers = { 'content-length': '0' }
  const { handOver, isKept } = setUp(new Response(new ReadableStream(), { status: 201, headers }))
  handOver()
  expect(isKept()).toBe(false)
})

it('a client that has closed before says so', () => {
  const { handOver, subscriber, closing } = setUp(new Response('text'))
  closing.abort()
  subscriber.cancel(closing.signal.reason)
  expect(handOver).toThrow(BandoClosedError)
})

it.each([
  ['this origin', 'https://api.bando.cool', 0, { type: 'default', redirected: false }],
  ['this origin, after a redirect', 'https://api.bando.cool', 1, { type: 'default', redirected: true }],
  ['another origin', 'https://other.example', 1, { type: 'cors', redirected: true }],
])('a response of %s says so', (_, origin, redirects, expected) => {
  for (const body of ['text', null])
    if (body !== null || redirects > 0)
      expect(setUp(new Response(body), { origin, redirects }).handOver()).toMatchObject(expected)
})

it('a response without a body is the one that came, and keeps no caller', () => {
  for (const status of [200, 204]) {
    const response = new Response(null, { status })
    const { handOver, isKept } = setUp(response)
    expect(handOver()).toBe(response)
    expect(isKept()).toBe(false)
  }
})

it('a body with a status that has none is left out', () => {
  const response = Object.defineProperties(new Response('text'), { status: { value: 304 } })
  const { handOver, isKept } = setUp(response, { redirects: 1 })
  expect(handOver().body).toBeNull()
  expect(isKept()).toBe(false)
})

it('a response of a runtime without streams is the one that came', () => {
  const response = new Response('text')
  vi.stubGlobal('TransformStream', undefined)
  onTestFinished(() => void vi.unstubAllGlobals())
  const { handOver, isKept } = setUp(response)
  expect(handOver()).toBe(response)
  expect(isKept()).toBe(false)
  const withoutBody = Object.defineProperties(new Response('text'), { body: { value: undefined } })
  expect(setUp(withoutBody, { redirects: 1 }).handOver()).toBe(withoutBody)
})
