import { describe, expect, it } from 'vitest'
import type { BandoOptions } from '../index.ts'
import { deferred } from '../deferred.testing.ts'
import { failure, heldBack, invalidToken, json, setUp } from './setUp.testing.ts'

/**
 * A client with a verified token, whose API answers `/bad…` in one way and everything else well.
 */
async function verified(bad: () => Response, options: BandoOptions = {}) {
  const world = setUp(({ url }) => (url.pathname.startsWith('/bad') ? bad() : json({})), {
    retry: { attempts: 1 },
    ...options,
  })
  await world.bando.get('/good')
  return world
}

describe('one endpoint that fails (CONTRACT, "What a response proves")', () => {
  it.each([400, 404, 410, 422, 500, 501, 503, 301])(
    'with %i eight times holds up no other call on a verified token',
    async (status) => {
      const { bando } = await verified(() => json({}, status), { maxWaitMs: 0 })
      for (let index = 0; index < 8; index += 1) await failure(bando.get('/bad', { dedupe: false }))
      expect(await bando.get('/good/2')).toMatchObject({ status: 200, waitedMs: 0 })
    },
  )

  it.each([408, 502, 504, 520, 524])(
    'with %i holds up nothing while others are served between',
    async (status) => {
      const { bando, clock } = await verified(() => json({}, status), { maxWaitMs: 0 })
      for (let index = 0; index < 8; index += 1) {
        await failure(bando.get('/bad'))
        // At one instant the order of a response and the next request is unknown.
        await clock.advance(1)
        expect(await bando.get('/good/2')).toMatchObject({ status: 200, waitedMs: 0 })
      }
    },
  )

  it.each([408, 502, 504, 522])(
    'with %i four times in a row has others wait 15 s, then none',
    async (status) => {
      const { bando, clock } = await verified(() => json({}, status))
      for (let index = 0; index < 4; index += 1) await failure(bando.get('/bad'))
      const calls = ['/1', '/2', '/3', '/4', '/5'].map((path) => bando.get(path))
      await clock.advance(15_000)
      expect(await Promise.all(calls)).toMatchObject(calls.map(() => ({ status: 200, waitedMs: 15_000 })))
    },
  )

  it('with 401 to a verified token has the others wait for one probe, not for a minute', async () => {
    const held = heldBack()
    const { bando, clock, requests } = setUp(({ url }, index) => {
      if (url.pathname === '/bad') return json({}, 401)
      return index === 2 ? held.promise : json({})
    })
    await bando.get('/good')
    expect(await failure(bando.get('/bad'))).toMatchObject({
      code: 'rejected',
      sent: true,
      retryAt: clock.epoch() + 60_000,
      message: expect.stringContaining('this endpoint does not accept the token'),
    })
    const calls = ['/1', '/2', '/3'].map((path) => bando.get(path))
    await clock.advance(0)
    expect(requests).toHaveLength(3)
    held.release()
    expect(await Promise.all(calls)).toHaveLength(3)
    expect(await failure(bando.get('/bad?a=b'))).toMatchObject({ code: 'rejected', sent: false })
    expect(bando.state.auth.status).toBe('verified')
    await clock.advance(60_000)
    expect(await failure(bando.get('/bad'))).toMatchObject({ sent: true, retryAt: clock.epoch() + 120_000 })
    expect(await bando.get('/4')).toMatchObject({ status: 200, waitedMs: 0 })
  })

  it.each([
    ['without a scheme', undefined],
    ['with another scheme', 'Basic realm="reports"'],
    ['with a Bearer that names no error', 'Bearer realm="reports"'],
    ['with a Bearer that names another error', 'Bearer error="insufficient_scope"'],
  ])('with 401 %s rejects the token for itself alone', async (_, challenge) => {
    const headers = challenge === undefined ? undefined : { 'www-authenticate': challenge }
    const { bando } = await verified(() => json({}, 401, headers))
    expect(await failure(bando.get('/bad'))).toMatchObject({ code: 'rejected', sent: true })
    expect(await bando.get('/good/2')).toMatchObject({ status: 200, waitedMs: 0 })
    expect(await failure(bando.get('/bad'))).toMatchObject({ code: 'rejected', sent: false })
  })

  it('with 401 is known by the template of its path, and by its method', async () => {
    const { bando } = await verified(() => json({}, 401))
    await failure(bando.get('/bad/{id}/', { params: { id: 1 } }))
    expect(await failure(bando.get('/bad/{id}/', { params: { id: 2 } }))).toMatchObject({ sent: false })
    await bando.get('/good/2')
    expect(await failure(bando.delete('/bad/{id}/', { params: { id: 1 } }))).toMatchObject({ sent: true })
  })

  it('tells in an event whether the API or one endpoint rejected', async () => {
    const { bando } = await verified(() => json({}, 401))
    const told: unknown[] = []
    bando.on('rejected', ({ rejectedBy }) => told.push(rejectedBy))
    await failure(bando.get('/bad'))
    await failure(bando.get('/bad/other'))
    expect(told).toEqual(['endpoint', 'api'])
  })
})

it.each([
  ['a revoked token', invalidToken],
  ['a token that another endpoint rejects as well', () => json({}, 401)],
])('%s is rejected as a whole', async (_, answer) => {
  const { bando } = await verified(answer)
  await failure(bando.get('/bad/1'))
  await failure(bando.get('/bad/2'))
  expect(bando.state.auth.status).toBe('rejected')
  expect(await failure(bando.get('/good/2'))).toMatchObject({ code: 'rejected', sent: false })
})

it.each([404, 302, 500, 503])('a %i of a new token verifies nothing: one call at a time', async (status) => {
  const held = heldBack()
  const answers = [json({}, status), held.promise]
  const { bando, clock, requests } = setUp((_, index) => answers[index] ?? json({}), {
    retry: { attempts: 1 },
  })
  await failure(bando.get('/open'))
  expect(bando.state.auth.status).toBe('unverified')
  const calls = [bando.get('/1'), bando.get('/2')]
  await clock.advance(0)
  expect(requests).toHaveLength(2)
  held.release()
  await Promise.all(calls)
})

describe('slow calls', () => {
  it('that take every slot hold up others for 15 s, and then no more', async () => {
    const held = deferred<undefined>()
    const { bando, clock } = setUp(
      async ({ url }) => {
        if (url.pathname.startsWith('/slow')) await held.promise
        return json({})
      },
      { timeoutMs: 60_000 },
    )
    await bando.get('/good')
    const catalogue = ['/slow/1', '/slow/2', '/slow/3', '/slow/4'].map((path) => bando.get(path))
    await clock.advance(0)
    const others = ['/1', '/2', '/3', '/4', '/5', '/6'].map((path) => bando.get(path))
    await clock.advance(14_999)
    expect(bando.state.queue).toEqual({ waiting: 6, nextAt: undefined, reason: 'inFlight' })
    await clock.advance(1)
    expect(await Promise.all(others)).toMatchObject(others.map(() => ({ waitedMs: 15_000 })))
    expect(await bando.get('/7')).toMatchObject({ waitedMs: 0 })
    await clock.advance(25_000)
    held.resolve(undefined)
    expect(await Promise.all(catalogue)).toHaveLength(4)
  })
})

describe('a token function that gives the right token some time after a 401', () => {
  it.each([1000, 2000, 7000])(
    'of %i ms is asked again by the next call, which is served',
    async (afterMs) => {
      let token = 'bando_old'
      let asked = 0
      const source = (): string => {
        asked += 1
        return token
      }
      const { bando, clock } = setUp(
        ({ headers }) => (headers.get('authorization') === 'Bearer bando_new' ? json({}) : invalidToken()),
        { token: source },
      )
      expect(await failure(bando.get('/a'))).toMatchObject({ code: 'rejected' })
      await clock.advance(afterMs)
      token = 'bando_new'
      expect(await bando.get('/b')).toMatchObject({ status: 200, waitedMs: 0 })
      expect(asked).toBe(3)
    },
  )
})
