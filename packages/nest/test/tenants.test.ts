import { memoryStore } from '@bando/core'
import { ManualClock } from '@bando/core/testing'
import { describe, expect, it, vi } from 'vitest'
import type { BandoModuleOptions } from '../src/index.ts'
import { BandoModule, BandoTenants } from '../src/index.ts'
import { compile, startMock, until } from './setUp.ts'

const clock = (): ManualClock => new ManualClock(Date.now())

async function tenantsWith(options: BandoModuleOptions): Promise<BandoTenants> {
  const moduleRef = await compile(BandoModule.forRoot({ store: memoryStore(), ...options }))
  return moduleRef.get(BandoTenants)
}

describe('BandoTenants', () => {
  it('makes one client for each token, each with its own budget', async () => {
    const { mock, url } = await startMock()
    const tenants = await tenantsWith({ baseUrl: url })
    const [one, two] = [mock.tokens.issue(), mock.tokens.issue()]
    for (const token of [one, one, two]) await tenants.get(token).get('/coolness')
    expect(tenants.size).toBe(2)
    expect(tenants.get(one)).toBe(tenants.get(one))
    expect(tenants.get(one).state.limit.remaining).toBe(98)
    expect(tenants.get(two).state.limit.remaining).toBe(99)
    expect(new Set(mock.log.map(({ credential }) => credential)).size).toBe(2)
  })

  it('uses the new token of a named tenant', async () => {
    const { mock, url } = await startMock()
    const tenants = await tenantsWith({ baseUrl: url })
    const [before, after] = [mock.tokens.issue(), mock.tokens.issue()]
    const tenant = 'acme'
    await tenants.get(before, { tenant }).get('/coolness')
    await tenants.get(after, { tenant }).get('/coolness')
    await tenants.get(() => after, { tenant }).get('/coolness')
    expect(tenants.size).toBe(1)
    expect(new Set(mock.log.map(({ credential }) => credential)).size).toBe(2)
  })

  it('requires a name for a token function, and keeps nothing of an invalid token', async () => {
    const tenants = await tenantsWith({})
    expect(() => tenants.get(() => 'bando_a')).toThrow(/\{ tenant: id \}/)
    expect(() => tenants.get('<token>')).toThrow(/token/)
    expect(tenants.size).toBe(0)
  })

  it.each<[unknown, object, RegExp]>([
    [undefined, {}, /needs the token of a tenant.*Found undefined/],
    [undefined, { tenant: 'acme' }, /needs the token of a tenant.*Found undefined/],
    [null, { tenant: 'acme' }, /needs the token of a tenant.*Found null/],
    [7, {}, /needs the token of a tenant.*Found a number/],
    ['', { tenant: 'acme' }, /token is empty/],
    ['bando_a', { tenant: '' }, /tenant: needs an id.*Found ""/],
    ['bando_a', { tenant: null }, /tenant: needs an id.*Found null/],
    ['bando_a', { tenant: 7 }, /tenant: needs an id.*Found 7/],
  ])('refuses the token %o with %o', async (given, options, message) => {
    const tenants = await tenantsWith({})
    expect(() => tenants.get(given as string, options)).toThrow(message)
    expect(tenants.size).toBe(0)
  })

  it('closes idle clients, keeps clients in use, and forgets no budget', async () => {
    const time = clock()
    const limit = { requests: 1, windowMs: 3_600_000 }
    const { mock, url } = await startMock({ limit, headers: 'none' })
    const options = { baseUrl: url, limit, clock: time, tenantIdleMs: 1000, maxWaitMs: Infinity }
    const tenants = await tenantsWith(options)
    const [idle, used, waits] = [mock.tokens.issue(), mock.tokens.issue(), mock.tokens.issue()]
    const closed = tenants.get(idle)
    await closed.get('/coolness')
    await tenants.get(waits).get('/coolness')
    const waiting = tenants
      .get(waits)
      .get('/coolness')
      .catch((error: unknown) => error)
    await until(tenants.get(waits), ({ queue }) => queue.waiting === 1)
    for (let ms = 0; ms < 2000; ms += 250) {
      tenants.get(used)
      await time.advance(250)
    }
    expect(tenants.size).toBe(2)
    await expect(closed.get('/coolness')).rejects.toMatchObject({ code: 'closed' })
    expect(tenants.get(idle).state.limit.remaining).toBe(0)
    await expect(tenants.get(idle).get('/coolness', { maxWaitMs: 0 })).rejects.toMatchObject({
      code: 'limit',
    })
    await tenants.onApplicationShutdown()
    expect(await waiting).toMatchObject({ code: 'closed' })
    expect(tenants.size).toBe(0)
    expect(() => tenants.get(idle)).toThrow(/closed/)
  })

  it('makes one client a tenant for any number of requests', async () => {
    const instrument = vi.fn(() => () => {})
    const fetch = async (): Promise<Response> => Response.json({})
    const tenants = await tenantsWith({ instrument, fetch, limit: { requests: 10_000, windowMs: 3_600_000 } })
    for (let id = 0; id < 3000; id += 1) {
      await tenants.get(`bando_tenant${id % 3}`).get('/coolness', { query: { id } })
    }
    expect(tenants.size).toBe(3)
    // And the module's own client.
    expect(instrument).toHaveBeenCalledTimes(4)
  })

  it('stops the instrumentation of a client when it closes the client', async () => {
    const time = clock()
    const stop = vi.fn()
    const tenants = await tenantsWith({ clock: time, tenantIdleMs: 1000, instrument: () => stop })
    tenants.get('bando_a')
    await time.advance(1250)
    expect(tenants.size).toBe(0)
    expect(stop).toHaveBeenCalledOnce()
  })
})
