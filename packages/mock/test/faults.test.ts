import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { request as secureRequest } from 'node:https'
import { connect } from 'node:net'
import { createMock, type Fault, type Mock } from '@bando/mock'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { serve } from './serve.ts'

/** Everything that comes back on one connection, byte for byte, and how it ended. */
function wire(url: string, method = 'GET'): Promise<{ text: string; ended: 'closed' | 'reset' }> {
  const { port, host } = new URL(url)
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(Number(port), '127.0.0.1')
    socket.on('data', (chunk) => (text += String(chunk)))
    socket.on('error', () => resolve({ text, ended: 'reset' }))
    socket.on('close', () => resolve({ text, ended: 'closed' }))
    socket.write(`${method} /coolness HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  })
}

const body = '{"coolness":100,"of":"bando"}'

describe('a fault on a request', () => {
  const broken = async (fault: Fault) => {
    const { mock, url } = await serve()
    mock.faults.next(fault)
    const answer = await wire(url)
    const [head = '', ...rest] = answer.text.split('\r\n\r\n')
    const used = mock.state.callers.find(({ kind }) => kind === 'anonymous')?.used ?? 0
    return { ...answer, head, rest, used, log: mock.log }
  }

  test('status: replaces the response of the route, and is counted', async () => {
    const { head, used, log } = await broken({ status: 503, headers: { 'Retry-After': '7' } })
    expect(head).toMatch(/^HTTP\/1\.1 503 [\s\S]*Retry-After: 7/)
    expect([used, log[0]?.verdict, log[0]?.fault]).toEqual([1, 'served', '503'])
  })

  test('status with counted false: comes before every rule', async () => {
    const { head, used, log } = await broken({ status: 502, counted: false })
    expect(head).toMatch(/^HTTP\/1\.1 502 /)
    expect([used, log[0]?.verdict]).toEqual([0, 'unjudged'])
  })

  test('status with counted false, and a breakage: is broken too', async () => {
    const fault = { status: 502, counted: false, body: 'abcd' } as const
    expect((await broken({ ...fault, breakage: 'half' })).rest).toEqual(['ab'])
    const { text, used, log } = await broken({ ...fault, breakage: 'reset-after' })
    expect([text, used, log[0]?.status]).toEqual(['', 0, 0])
  })

  test('reset-before: does not process the request', async () => {
    const { text, ended, used, log } = await broken({ breakage: 'reset-before' })
    expect([text, ended, used, log[0]?.status]).toEqual(['', 'reset', 0, 0])
  })

  test('reset-after: processes the request, and loses the response', async () => {
    const { text, ended, used, log } = await broken({ breakage: 'reset-after' })
    expect([text, ended, used, log[0]?.status, log[0]?.counted]).toEqual(['', 'reset', 1, 0, true])
  })

  test.each(['reset-before', 'reset-after'] as const)('%s, over TLS: no answer at all', async (breakage) => {
    const { mock, url, certificate } = await serve({}, { tls: true })
    mock.faults.next({ breakage })
    const failed = new Promise((resolve) => {
      secureRequest(`${url}/coolness`, { ca: certificate }, resolve).on('error', resolve).end()
    })
    expect(await failed).toMatchObject({ code: 'ECONNRESET' })
  })

  test('half: sends less than its Content-Length', async () => {
    const { head, rest } = await broken({ breakage: 'half' })
    expect(head).toContain(`Content-Length: ${body.length}`)
    expect(rest).toEqual([body.slice(0, Math.floor(body.length / 2))])
  })

  test('wrong-length: sends a Content-Length that is too large', async () => {
    const { head, rest } = await broken({ breakage: 'wrong-length' })
    expect(head).toContain(`Content-Length: ${body.length + 16}`)
    expect(rest).toEqual([body])
  })

  test.each(['half', 'wrong-length', 'duplicate', 'drip'] as const)(
    '%s, of a HEAD: sends a head without a body',
    async (breakage) => {
      const { mock, url } = await serve()
      mock.faults.next({ breakage })
      const { text } = await wire(url, 'HEAD')
      expect(text.replaceAll(/HTTP\/1\.1 200 OK\r\n(?:[\w-]+: .*\r\n)+\r\n/g, '')).toBe('')
      expect(text).toMatch(/Content-Length: [1-9]/)
    },
  )

  test('garbage: sends bytes that are not HTTP', async () => {
    expect((await broken({ breakage: 'garbage' })).text).not.toMatch(/^HTTP/)
  })

  test('duplicate: sends the response twice', async () => {
    expect((await broken({ breakage: 'duplicate' })).text.match(/HTTP\/1\.1 200/g)).toHaveLength(2)
  })

  test('drip: sends the whole body in the end', async () => {
    const { mock, ask } = await serve({ routes: { 'GET /short': () => new Response('ab') } })
    mock.faults.next({ breakage: 'drip' })
    expect(await (await ask('/short')).text()).toBe('ab')
  })

  test('drop: counts the request, and never responds', async () => {
    const { mock, url } = await serve()
    mock.faults.next({ breakage: 'drop' })
    const asked = request(`${url}/coolness`)
    const failed = new Promise<string>((resolve) => asked.on('error', ({ message }) => resolve(message)))
    asked.end()
    await expect.poll(() => mock.log.length).toBe(1)
    asked.destroy(new Error('gave up'))
    expect(await failed).toBe('gave up')
    expect(mock.log[0]).toMatchObject({ status: 0, counted: true, fault: 'drop' })
  })

  test('drip: leaves no listener on a connection that is used again', async () => {
    const { mock, url } = await serve()
    mock.faults.add({ breakage: 'drip', status: 503, body: 'x' })
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    onTestFinished(() => agent.destroy())
    const warned: string[] = []
    const listen = ({ message }: Error): void => void warned.push(message)
    process.on('warning', listen)
    onTestFinished(() => void process.off('warning', listen))
    for (let asked = 0; asked < 12; asked++) {
      await new Promise((resolve) => {
        request(`${url}/coolness`, { agent }, (response) => response.resume().on('end', resolve)).end()
      })
    }
    expect(warned).toEqual([])
  })

  test('drip, without a socket: an abort ends the body', async () => {
    const { mock } = await serve()
    mock.faults.next({ breakage: 'drip' })
    const controller = new AbortController()
    const response = await mock.fetch('/coolness', { signal: controller.signal })
    controller.abort(new Error('gave up'))
    await expect(response.text()).rejects.toThrow('gave up')
  })

  test('a route that never responds, without a socket: the caller can abort', async () => {
    const { mock } = await serve({ routes: { 'GET /hangs': () => new Promise<never>(() => {}) } })
    const controller = new AbortController()
    const asked = mock.fetch('/hangs', { signal: controller.signal })
    await expect.poll(() => mock.log.length).toBe(1)
    controller.abort(new Error('gave up'))
    await expect(asked).rejects.toThrow('gave up')
  })

  test('a delay ends early when the caller disconnects', async () => {
    const { mock } = await serve()
    mock.faults.next({ delayMs: 3_600_000 })
    const controller = new AbortController()
    const asked = mock.fetch('/coolness', { signal: controller.signal })
    controller.abort(new Error('gave up'))
    await expect(asked).rejects.toThrow('gave up')
  })
})

describe('a fault applies to requests by', () => {
  const played = async (fault: Fault, asks: readonly [string, string?][]) => {
    const { mock, ask, token } = await serve()
    mock.faults.add({ status: 599, ...fault, ...(fault.token !== undefined && { token }) })
    const statuses: number[] = []
    for (const [path, how] of asks) {
      statuses.push((await ask(path, how === 'token' ? { token } : { method: how ?? 'GET' })).status)
    }
    return statuses
  }

  test('method', async () => {
    expect(await played({ method: 'head' }, [['/coolness'], ['/coolness', 'HEAD']])).toEqual([200, 599])
  })

  test('path, with a star for any text', async () => {
    const asks: [string][] = [['/coolness'], ['/api/v1/networks/'], ['/api/v1/tokens/arb/']]
    expect(await played({ path: '/api/*/networks/' }, asks)).toEqual([200, 599, 200])
    expect(await played({ path: '/coolness' }, asks)).toEqual([599, 200, 200])
  })

  test('token', async () => {
    expect(await played({ token: '(the issued one)' }, [['/coolness'], ['/coolness', 'token']])).toEqual([
      200, 599,
    ])
  })

  test('every nth request, at most `times` times', async () => {
    const asks = Array.from({ length: 6 }, (): [string] => ['/coolness'])
    expect(await played({ nth: 2, times: 2 }, asks)).toEqual([200, 599, 200, 599, 200, 200])
  })

  test('probability, repeatable with the same seed', async () => {
    const asks = Array.from({ length: 40 }, (): [string] => ['/coolness'])
    const once = await played({ probability: 0.5 }, asks)
    expect(new Set(once)).toEqual(new Set([200, 599]))
    expect(await played({ probability: 0.5 }, asks)).toEqual(once)
  })
})

describe('an invalid fault is refused when it is added', () => {
  test.each([
    [{ staus: 503 }, 'There is no option "staus". Did you mean "status"?'],
    [{ status: 99 }, 'Option "status" must be a whole number from 200 to 599, but 99 was given.'],
    [{ probability: 2 }, 'Option "probability" must be a number from 0 to 1, but 2 was given.'],
    [{ delayMs: 1e12 }, /^Option "delayMs" must be at most 2147483647 milliseconds/],
    [{ delayMs: { medianMs: 9, p99Ms: 1 } }, /^Option "delayMs" must be a p99Ms of at least its medianMs/],
    [{ delayMs: { medianMs: 0, p99Ms: 1 } }, /^Option "delayMs.medianMs" must be more than 0 milliseconds/],
    [{ breakage: 'burn' }, /^Option "breakage" must be one of "reset-before", /],
  ])('%o', async (given, message) => {
    const { mock } = await serve()
    const fault: Fault = given as object
    for (const arm of [mock.faults.add, mock.faults.next].map((one) => one.bind(mock.faults)))
      expect(() => arm(fault)).toThrow(message)
    expect(mock.faults.list()).toEqual([])
    expect(() => createMock({ faults: [fault] })).toThrow(message)
  })

  test("later changes to the caller's object have no effect", async () => {
    const { mock, statuses } = await serve()
    const fault = { status: 503 }
    mock.faults.add(fault)
    fault.status = 200
    expect(await statuses(1)).toEqual([503])
  })
})

test('the same requests meet the same faults, at any speed', async () => {
  const played = async (slow: boolean): Promise<number[]> => {
    let finish = (): void => {}
    const gate = slow ? new Promise<void>((resolve) => (finish = resolve)) : undefined
    const answer = async () => (await gate, new Response())
    const { mock } = await serve({
      routes: { 'GET /mine': answer },
      faults: [
        { path: '/mine', delayMs: { medianMs: 1, p99Ms: 2 } },
        { path: '/coolness', status: 503, probability: 0.5 },
      ],
    })
    const statuses: number[] = []
    for (let round = 0; round < 20; round++) {
      const asked = mock.fetch('/mine')
      if (!slow) await asked
      statuses.push((await mock.fetch('/coolness')).status)
    }
    finish()
    return statuses
  }
  expect(await played(true)).toEqual(await played(false))
})

test('a reset restarts the random faults', async () => {
  const { mock, statuses } = await serve({ faults: [{ status: 599, probability: 0.5 }] })
  const once = await statuses(40)
  mock.reset()
  expect(await statuses(40)).toEqual(once)
})

test.each([204, 205, 304])('the status %i has no body, even if the fault has one', async (status) => {
  const { mock, ask } = await serve()
  for (const send of [ask, mock.fetch]) {
    for (const fault of [{ status }, { status, body: 'x' }, { status, breakage: 'drip' as const }]) {
      mock.faults.next(fault)
      const response = await send('/coolness')
      expect([response.status, await response.text()]).toEqual([status, ''])
    }
  }
})

describe('a request is processed after processAfterMs, even if its client has disconnected', () => {
  /** A mock whose next request is judged once the test moves its timers. */
  async function held() {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const served = await serve({
      routes: { 'POST /mine': async (asked) => new Response(await asked.text()) },
    })
    served.mock.faults.next({ processAfterMs: 150 })
    return served
  }

  async function isJudged(mock: Mock): Promise<void> {
    expect(mock.log).toEqual([])
    vi.advanceTimersByTime(150)
    await expect.poll(() => mock.log[0]).toMatchObject({ address: '127.0.0.1', counted: true, status: 200 })
  }

  test('over a socket', async () => {
    const { mock, url } = await held()
    const { host, port } = new URL(url)
    const socket = connect(Number(port), '127.0.0.1')
    const head = ['POST /mine HTTP/1.1', `Host: ${host}`, 'Content-Length: 9', 'Expect: 100-continue']
    socket.write(`${head.join('\r\n')}\r\n\r\n`)
    // The server has seen the request once it asks for the rest.
    expect(String(await once(socket, 'data'))).toContain('100 Continue')
    socket.end('all of it')
    await once(socket.resume(), 'close')
    await isJudged(mock)
  })

  test('over mock.fetch', async () => {
    const { mock } = await held()
    const controller = new AbortController()
    const asked = mock.fetch('/mine', { method: 'POST', body: 'all of it', signal: controller.signal })
    controller.abort(new Error('gave up'))
    await expect(asked).rejects.toThrow('gave up')
    await isJudged(mock)
  })
})

test('a request is processed only after processAfterMs', async () => {
  const { mock, ask } = await serve()
  mock.faults.next({ processAfterMs: 3_600_000 })
  const controller = new AbortController()
  const asked = mock.fetch('/coolness', { signal: controller.signal })
  await ask()
  expect(mock.log).toHaveLength(1)
  controller.abort(new Error('gave up'))
  await expect(asked).rejects.toThrow('gave up')
})
