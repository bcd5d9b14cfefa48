import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { serve, times } from './serve.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

/**
 * A stream that gives what the test writes; `cancelled` resolves when nothing reads it any more.
 */
function written() {
  const cancelled = Promise.withResolvers<void>()
  let write: (text: string) => void = () => {}
  let end: () => void = () => {}
  let fail: () => void = () => {}
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      write = (text) => controller.enqueue(bytes(text))
      end = () => controller.close()
      fail = () => controller.error(new Error('It failed.'))
    },
    cancel: () => cancelled.resolve(),
  })
  return { stream, write, end, fail, cancelled: cancelled.promise }
}

/** The same stream over HTTP, and without a socket. */
const ways = ['HTTP', 'mock.fetch'] as const

async function asked(
  way: (typeof ways)[number],
  body: BodyInit,
  options: RequestInit & { fault?: object } = {},
) {
  const { fault, ...init } = options
  const route = () => new Response(body, { headers: { 'x-own': 'yes', 'set-cookie': 'a=1' } })
  const { mock, url } = await serve({
    // As often as it takes to see that something has ended.
    anonymousLimit: { requests: 1_000_000, windowMs: 1000 },
    routes: { 'GET /mine': route, 'POST /mine': route },
  })
  if (fault) mock.faults.next(fault)
  const controller = new AbortController()
  onTestFinished(() => controller.abort())
  const ask = () =>
    way === 'HTTP'
      ? fetch(`${url}/mine`, { signal: controller.signal, ...init })
      : mock.fetch('/mine', { signal: controller.signal, ...init })
  return { mock, ask, abort: () => controller.abort() }
}

function readerOf(response: Response) {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  if (!reader) throw new Error('The response has no body.')
  return reader
}

describe.each(ways)('a route that streams, by %s', (way) => {
  test('has its head at once, and each chunk as it comes', async () => {
    const { stream, write, end } = written()
    const { ask, mock } = await asked(way, stream)
    const response = await ask()
    expect([response.status, response.headers.get('x-own'), response.headers.getSetCookie()]).toEqual([
      200,
      'yes',
      ['a=1'],
    ])
    expect(mock.log.map(({ status }) => status)).toEqual([200])
    const reader = readerOf(response)
    for (const text of ['one', 'two']) {
      write(text)
      expect((await reader.read()).value).toBe(text)
    }
    end()
    expect((await reader.read()).done).toBe(true)
  })

  test('has its head at once though what it began with came before', async () => {
    const { stream, write, end } = written()
    write('one')
    const { ask } = await asked(way, stream)
    const reader = readerOf(await ask())
    expect((await reader.read()).value).toBe('one')
    end()
    expect((await reader.read()).done).toBe(true)
  })

  test('may be endless, and stops once nothing reads it', async () => {
    const stopped = Promise.withResolvers<void>()
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(bytes('again ')),
      cancel: () => stopped.resolve(),
    })
    const { ask, abort } = await asked(way, endless)
    const reader = readerOf(await ask())
    expect((await reader.read()).value).toMatch(/^again /)
    abort()
    await expect(
      (async () => {
        while (!(await reader.read()).done);
      })(),
    ).rejects.toThrow(/abort/)
    await stopped.promise
  })

  test('is asked for its head alone, and stops', async () => {
    const { stream, cancelled } = written()
    const { ask } = await asked(way, stream, { method: 'HEAD' })
    const response = await ask()
    expect([response.status, await response.text()]).toEqual([200, ''])
    await cancelled
  })

  test('fails in its midst, and so does the body', async () => {
    const { stream, write, fail } = written()
    const { ask } = await asked(way, stream)
    const reader = readerOf(await ask())
    write('one')
    expect((await reader.read()).value).toBe('one')
    fail()
    await expect(reader.read()).rejects.toThrow()
  })

  test.each([{ breakage: 'half' }, { breakage: 'wrong-length' }])('breaks off by %j', async (fault) => {
    const { stream, write, cancelled } = written()
    const { ask } = await asked(way, stream, { fault })
    const response = ask()
    write('one two')
    await expect(response.then((one) => one.text())).rejects.toThrow()
    await cancelled
  })

  test.each([{ breakage: 'reset-after' }, { breakage: 'garbage' }])(
    'is lost by %j, and stops',
    async (fault) => {
      const { stream, cancelled } = written()
      const { ask } = await asked(way, stream, { fault })
      await expect(ask()).rejects.toThrow()
      await cancelled
    },
  )

  test('drips each chunk as it comes', async () => {
    const { stream, write, end } = written()
    const { ask } = await asked(way, stream, { fault: { breakage: 'drip' } })
    const reader = readerOf(await ask())
    for (const text of ['ab', 'c']) {
      write(text)
      for (const letter of text) expect((await reader.read()).value).toBe(letter)
    }
    end()
    expect((await reader.read()).done).toBe(true)
  })

  test('is repeated under its key once it has come to its end, read or not', async () => {
    const { stream, write, end } = written()
    const { ask, mock } = await asked(way, stream, { method: 'POST', headers: { 'idempotency-key': 'one' } })
    const first = await ask()
    expect((await ask()).status).toBe(409)
    await first.body?.cancel()
    write('one')
    end()
    let again = await ask()
    await expect.poll(async () => (again = await ask()).status).toBe(200)
    expect([again.headers.get('idempotent-replayed'), await again.text()]).toEqual(['true', 'one'])
    expect(mock.log.length).toBeGreaterThan(2)
  })
})

test.each(ways)('an answer that is there as a whole has its length, by %s', async (way) => {
  const { ask } = await asked(way, 'all of it')
  const response = await ask()
  if (way === 'HTTP') expect(response.headers.get('content-length')).toBe('9')
  expect(await response.text()).toBe('all of it')
})

test('a stream that gives no bytes is the route’s error', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const texts = new ReadableStream({ start: (controller) => controller.enqueue('text') })
  const { ask } = await asked('mock.fetch', texts)
  expect((await ask()).status).toBe(500)
})

test('what streams is sent twice, whole, if a fault says so', async () => {
  const { stream, write, end } = written()
  const { ask } = await asked('HTTP', stream, { fault: { breakage: 'duplicate' } })
  const response = ask()
  write('one')
  await Promise.resolve()
  end()
  expect(await (await response).text()).toBe('one')
})

test('hundreds of streams at once have their heads', async () => {
  const { mock } = await serve({
    anonymousLimit: { requests: 1000, windowMs: 1000 },
    routes: { 'GET /mine': () => new Response(written().stream) },
  })
  const heads = await Promise.all(times(200, '/mine').map((path) => mock.fetch(path)))
  expect(heads.every(({ status }) => status === 200)).toBe(true)
  for (const { body } of heads) await body?.cancel()
})
