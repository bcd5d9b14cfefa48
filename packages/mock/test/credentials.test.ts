import { describe, expect, test } from 'vitest'
import { hourMs, minuteMs, serve, times } from './serve.ts'

describe('C6: invalid credentials', () => {
  test('get 401 with a challenge', async () => {
    const { ask } = await serve()
    const response = await ask('/coolness', { token: 'wrong' })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"')
  })

  test('a revoked token is one of them', async () => {
    const { mock, token, statuses } = await serve()
    mock.tokens.revoke(token)
    expect(await statuses(1, { token })).toEqual([401])
  })

  test('an expired token is one of them', async () => {
    const { mock, token, statuses } = await serve()
    mock.tokens.expire(token)
    expect(await statuses(1, { token })).toEqual([401])
  })

  test('a token issued for a while expires by the clock', async () => {
    const { mock, statuses } = await serve()
    const token = mock.tokens.issue({ expiresInMs: minuteMs })
    mock.advance(minuteMs - 1)
    expect(await statuses(1, { token })).toEqual([200])
    mock.advance(1)
    expect(await statuses(1, { token })).toEqual([401])
  })

  test.each(['Basic dTpw', 'Bearer', 'Bearer two words', 'Bearer <bando_api_token>', 'token'])(
    'a malformed field is one of them: %s',
    async (authorization) => {
      const { ask } = await serve()
      const response = await ask('/coolness', { authorization })
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"')
    },
  )

  test("malformed 'anonymous': a malformed field is no credential at all", async () => {
    const { ask } = await serve({ malformed: 'anonymous' })
    expect((await ask('/coolness', { authorization: 'Basic dTpw' })).status).toBe(200)
    expect((await ask('/coolness', { token: 'wrong' })).status).toBe(401)
  })

  test('the scheme is read in any case', async () => {
    const { token, ask } = await serve()
    expect((await ask('/coolness', { authorization: `bearer ${token}` })).status).toBe(200)
  })

  test('403 also means that the address is not allowed, and counts as no failure', async () => {
    const { mock, ask, statuses } = await serve()
    const token = mock.tokens.issue({ addresses: ['192.0.2.1'] })
    const response = await ask('/coolness', { token })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({
      type: expect.stringMatching(/address-not-allowed$/) as string,
    })
    await statuses(10, { token })
    expect(mock.state.lockouts).toEqual([])
  })
})

describe('C7: the lockout', () => {
  test('the sixth invalid attempt gets 403, and then a valid one too', async () => {
    const { token, statuses } = await serve()
    expect(await statuses(6, { token: 'wrong' })).toEqual([...times(5, 401), 403])
    expect(await statuses(1, { token })).toEqual([403])
  })

  test('malformed fields lead to it as well', async () => {
    const { statuses } = await serve()
    expect(await statuses(6, { authorization: 'nonsense' })).toEqual([...times(5, 401), 403])
  })

  test('anonymous requests are served meanwhile', async () => {
    const { statuses } = await serve()
    await statuses(5, { token: 'wrong' })
    expect(await statuses(1)).toEqual([200])
  })

  test("anonymous 'refused': they are not", async () => {
    const { statuses } = await serve({ lockout: { anonymous: 'refused' } })
    await statuses(5, { token: 'wrong' })
    expect(await statuses(1)).toEqual([403])
  })

  test('five failures within 60 s lock; four and a later one do not', async () => {
    const { mock, statuses } = await serve()
    await statuses(1, { token: 'wrong' })
    mock.advance(minuteMs)
    expect(await statuses(4, { token: 'wrong' })).toEqual(times(4, 401))
    mock.advance(minuteMs - 1)
    expect(await statuses(2, { token: 'wrong' })).toEqual([401, 403])
  })

  test('it lasts 15 minutes from the attempt that locked, however often one knocks', async () => {
    const { mock, token, statuses } = await serve()
    await statuses(5, { token: 'wrong' })
    mock.advance(15 * minuteMs - 1)
    expect(await statuses(2, { token: 'wrong' })).toEqual([403, 403])
    mock.advance(1)
    expect(await statuses(1, { token })).toEqual([200])
  })

  test('its rule is an option', async () => {
    const { mock, token, statuses } = await serve({ lockout: { attempts: 2, withinMs: 1000, forMs: 5000 } })
    expect(await statuses(3, { token: 'wrong' })).toEqual([401, 401, 403])
    mock.advance(5000)
    expect(await statuses(1, { token })).toEqual([200])
  })

  test('lockout false: there is none', async () => {
    const { statuses } = await serve({ lockout: false })
    expect(await statuses(20, { token: 'wrong' })).toEqual(times(20, 401))
  })

  test.each(['revoke', 'expire'] as const)(
    'a token after %s names its owner, whose other tokens are locked from anywhere',
    async (how) => {
      const { mock, statuses } = await serve()
      const old = mock.tokens.issue({ owner: 'partner' })
      const fresh = mock.tokens.issue({ owner: 'partner' })
      mock.tokens[how](old)
      await statuses(5, { token: old })
      const elsewhere = (token: string) =>
        mock.fetch('/coolness', { address: '192.0.2.7', headers: { authorization: `Bearer ${token}` } })
      expect((await elsewhere(fresh)).status).toBe(403)
      expect((await elsewhere(mock.tokens.issue({ owner: 'another' }))).status).toBe(200)
    },
  )

  test('an unknown token names nobody: only the address is locked', async () => {
    const { mock, token, statuses } = await serve()
    await statuses(5, { token: 'wrong' })
    expect(await statuses(1, { token })).toEqual([403])
    const elsewhere = await mock.fetch('/coolness', {
      address: '192.0.2.7',
      headers: { authorization: `Bearer ${token}` },
    })
    expect(elsewhere.status).toBe(200)
  })

  test("by 'owner': the address is not locked", async () => {
    const { mock, token, statuses } = await serve({ lockout: { by: 'owner' } })
    const old = mock.tokens.issue({ owner: 'partner' })
    mock.tokens.revoke(old)
    expect(await statuses(6, { token: old })).toEqual([...times(5, 401), 403])
    expect(await statuses(1, { token })).toEqual([200])
  })

  test("by 'address': the owner is not locked elsewhere", async () => {
    const { mock, statuses } = await serve({ lockout: { by: 'address' } })
    const old = mock.tokens.issue({ owner: 'partner' })
    const fresh = mock.tokens.issue({ owner: 'partner' })
    mock.tokens.revoke(old)
    expect(await statuses(6, { token: old })).toEqual([...times(5, 401), 403])
    const elsewhere = await mock.fetch('/coolness', {
      address: '192.0.2.7',
      headers: { authorization: `Bearer ${fresh}` },
    })
    expect(elsewhere.status).toBe(200)
  })
})

describe('in what order', () => {
  const anonymousLimit = { requests: 1, windowMs: hourMs }

  test('a 401 or 403 never becomes a 429', async () => {
    const { statuses } = await serve({ anonymousLimit })
    expect(await statuses(2)).toEqual([200, 429])
    expect(await statuses(6, { token: 'wrong' })).toEqual([...times(5, 401), 403])
  })

  test("'limit-first': past the address's budget it does", async () => {
    const { statuses } = await serve({ anonymousLimit, order: 'limit-first' })
    expect(await statuses(3, { token: 'wrong' })).toEqual([401, 429, 429])
  })

  test('a locked token is not charged', async () => {
    const { mock, token, statuses } = await serve()
    await statuses(5, { token: 'wrong' })
    await statuses(3, { token })
    expect(mock.state.callers.find(({ kind }) => kind === 'token')).toMatchObject({ used: 0, resetAt: null })
  })
})
