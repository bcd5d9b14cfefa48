import { describe, expect, it } from 'vitest'
import { failure, heldBack, json, setUp } from './setUp.testing.ts'

describe('identical reads under way', () => {
  it('share one request, and get a copy each', async () => {
    const { bando, requests } = setUp(() => json({ items: [] }))
    const [first, second] = await Promise.all([bando.get('/a'), bando.get('/a')])
    expect(requests).toHaveLength(1)
    expect(first.data).toEqual(second.data)
    expect(first.data).not.toBe(second.data)
    expect(first.headers).not.toBe(second.headers)
  })

  it.each([
    ['another query', { query: { page: 2 } }],
    ['other headers', { headers: { 'accept-language': 'es' } }],
    ['another priority', { priority: 'high' }],
    ['a wish to go alone', { coalesce: false }],
  ] as const)('do not share with %s', async (_, options) => {
    const { bando, requests } = setUp(() => json({}))
    await Promise.all([bando.get('/a'), bando.get('/a', options)])
    expect(requests).toHaveLength(2)
  })

  it('end one by one, and the request with the last', async () => {
    const held = heldBack()
    const { bando, clock, requests } = setUp((_, index) => (index === 0 ? json({}) : held.promise))
    await bando.get('/first')
    const [one, two] = [new AbortController(), new AbortController()]
    const failures = [
      failure(bando.get('/a', { signal: one.signal })),
      failure(bando.get('/a', { signal: two.signal })),
    ]
    await clock.advance(0)
    one.abort(new Error('one'))
    expect(await failures[0]).toMatchObject({ message: 'one' })
    expect(requests[1]?.signal?.aborted).toBe(false)
    two.abort(new Error('two'))
    expect(await failures[1]).toMatchObject({ message: 'two' })
    expect(requests[1]?.signal?.aborted).toBe(true)
  })

  it('are not joined once something was written', async () => {
    const held = heldBack()
    const { bando, clock, requests } = setUp(({ method, url }) =>
      method === 'GET' && url.pathname === '/a' ? held.promise.then(() => json({})) : json({}),
    )
    await bando.get('/first')
    const before = bando.get('/a')
    await clock.advance(0)
    await bando.put('/a', {})
    const after = bando.get('/a')
    await clock.advance(0)
    held.release()
    await clock.advance(0)
    expect(requests.filter(({ method, url }) => method === 'GET' && url.pathname === '/a')).toHaveLength(2)
    await Promise.all([before, after])
  })
})
