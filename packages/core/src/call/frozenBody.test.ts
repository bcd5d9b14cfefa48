import { describe, expect, it } from 'vitest'
import type { Bando } from '../index.ts'
import type { ScriptedRequest } from '../testing/index.ts'
import { failure, json, setUp } from './setUp.testing.ts'

const bytes = (): Uint8Array<ArrayBuffer> => new TextEncoder().encode('before')

/** What is sent, and how its owner changes it afterwards. */
const bodies: [string, () => { body: unknown; change: () => void }][] = [
  [
    'an object',
    () => {
      const body = { deep: { text: 'before' } }
      return { body, change: () => (body.deep.text = 'after') }
    },
  ],
  [
    'an array',
    () => {
      const body = ['before']
      return { body, change: () => body.push('after') }
    },
  ],
  [
    'parameters',
    () => {
      const body = new URLSearchParams({ text: 'before' })
      return { body, change: () => body.set('text', 'after') }
    },
  ],
  [
    'a form',
    () => {
      const body = new FormData()
      body.set('text', 'before')
      body.set('file', new Blob(['before']), 'before.txt')
      return { body, change: () => body.set('text', 'after') }
    },
  ],
  [
    'a buffer',
    () => {
      const view = bytes()
      return { body: view.buffer, change: () => view.fill(0) }
    },
  ],
  [
    'a part of a buffer',
    () => {
      const whole = new TextEncoder().encode('not before this')
      return { body: new DataView(whole.buffer, 4, 6), change: () => whole.fill(0) }
    },
  ],
]

async function seen({ body, headers }: ScriptedRequest): Promise<string> {
  const response = new Response(body ?? null)
  return `${headers.get('content-type') ?? response.headers.get('content-type')}: ${await response.text()}`
}

describe('the body of a write with an idempotency key', () => {
  it.each(bodies)('that is %s is the same on every try, whatever its owner does', async (_, make) => {
    const { bando, clock, requests } = setUp((__, index) => json({}, [503, 429, 200][index]))
    const { body, change } = make()
    const call = bando.post('/a', body, { idempotencyKey: 'once', maxWaitMs: 3_600_000 })
    change()
    await clock.advance(3_600_000)
    await call
    const [first, ...others] = await Promise.all(requests.map(seen))
    expect(first).toContain('before')
    expect(first).not.toMatch(/after|not|\0/)
    expect(others).toEqual([first, first])
    expect(requests.map(({ headers }) => headers.get('idempotency-key'))).toEqual(['once', 'once', 'once'])
  })

  it('goes with query, parameters and headers as they were at the call', async () => {
    const { bando, clock, requests } = setUp((_, index) => json({}, index === 0 ? 503 : 200))
    const options = {
      query: new URLSearchParams({ q: 'before' }),
      params: { id: 'before' },
      headers: { 'x-h': 'before' },
      idempotencyKey: 'once',
    }
    const call = bando.post('/{id}', {}, options)
    options.query.set('q', 'after')
    options.params.id = options.headers['x-h'] = options.idempotencyKey = 'after'
    await clock.advance(1000)
    await call
    for (const { url, headers } of requests) {
      expect(url.pathname + url.search).toBe('/before?q=before')
      expect([headers.get('x-h'), headers.get('idempotency-key')]).toEqual(['before', 'once'])
    }
    expect(requests).toHaveLength(2)
  })
})

describe('without a key', () => {
  it.each([
    ['a POST', (bando: Bando) => bando.post('/a', {})],
    ['a PATCH', (bando: Bando) => bando.patch('/a', {})],
    [
      'a POST whose key is empty',
      (bando: Bando) => bando.post('/a', {}, { headers: { 'idempotency-key': '' } }),
    ],
    ['a POST of fetch', (bando: Bando) => bando.fetch('/a', { method: 'POST', body: '{}' })],
    [
      'a POST of fetch whose key is empty',
      (bando: Bando) => bando.fetch('/a', { method: 'POST', headers: { 'idempotency-key': '' } }),
    ],
  ])('%s that may have been processed is sent once', async (_, call) => {
    const { bando, clock, requests } = setUp(() => json({}, 503))
    const ended = call(bando).catch(() => {})
    await clock.advance(60_000)
    await ended
    expect(requests).toHaveLength(1)
  })
})

describe('an idempotency key', () => {
  it('whose error the API has stored and repeats is not tried without end', async () => {
    const { bando, clock, requests } = setUp(() => json({ detail: 'stored' }, 500))
    const failed = failure(bando.post('/a', {}, { idempotencyKey: 'once' }))
    await clock.advance(60_000)
    expect(await failed).toMatchObject({ code: 'http', status: 500, attempts: 3 })
    expect(requests).toHaveLength(3)
  })

  it.each([
    ['once\r\nauthorization: Bearer x', '"once\\r\\nauthorization: Bearer x"'],
    ['once\n', '"once\\n"'],
    [' once', '" once"'],
    ['once ', '"once "'],
    ['ünce', '"ünce"'],
    ['\u{1F600}', '"\u{1F600}"'],
    ['a\0b', '"a\\u0000b"'],
    ['', '""'],
    [7 as unknown as string, '7'],
  ])('of %j is refused at the call', async (idempotencyKey, found) => {
    const { bando, requests } = setUp(() => json({}))
    expect(await failure(bando.post('/a', {}, { idempotencyKey }))).toMatchObject({
      code: 'config',
      sent: false,
      message: `idempotencyKey: needs printable ASCII without line breaks or spaces around it, such as crypto.randomUUID() gives. Found ${found}.`,
    })
    expect(requests).toHaveLength(0)
  })

  it.each(['x', 'a b', '!~', '8e03978e-40d5-43dd-bc93-6894a57f9324'])('of %j goes as it is', async (key) => {
    const { bando, requests } = setUp(() => json({}))
    await bando.post('/a', {}, { idempotencyKey: key })
    expect(requests[0]?.headers.get('idempotency-key')).toBe(key)
  })
})
