import { inspect } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { failure, json, setUp } from './setUp.testing.ts'

/** What a page gets where CORS hides the answer: Chromium's words, and no cause. */
const hidden = (): never => {
  throw new TypeError('Failed to fetch')
}

afterEach(() => vi.unstubAllGlobals())

describe('in a browser (pitfall 37)', () => {
  it('a 429 whose headers are hidden goes back into the line, for a time of our own', async () => {
    const { bando, clock, requests } = setUp((_, index) => json({}, index === 0 ? 429 : 200))
    const call = bando.get('/a', { maxWaitMs: 3_600_000 })
    // Twice as long as the ninety that a cautious client spreads over an hour and a hundredth of it are apart.
    await clock.advance(80_799)
    expect(requests).toHaveLength(1)
    await clock.advance(1)
    expect(await call).toMatchObject({ attempts: 2 })
  })

  it('a success whose headers are hidden is counted all the same', async () => {
    const { bando, clock, requests } = setUp(() => json({}), { limit: { requests: 2, windowMs: 60_000 } })
    await bando.get('/a')
    await bando.get('/b')
    const third = bando.get('/c', { maxWaitMs: 120_000 })
    await clock.advance(60_000)
    expect(requests).toHaveLength(2)
    await clock.advance(1000)
    await third
    expect(requests).toHaveLength(3)
  })

  it('an answer that is hidden as a whole is counted as if it had come', async () => {
    const anonymousLimit = { requests: 2, windowMs: 60_000 }
    const { bando, clock, requests } = setUp(hidden, {
      token: undefined,
      anonymousLimit,
      retry: { attempts: 1 },
    })
    expect(await failure(bando.get('/a'))).toMatchObject({ code: 'network', sent: true, attempts: 1 })
    expect(await failure(bando.get('/b'))).toMatchObject({ code: 'network' })
    expect(await failure(bando.get('/c'))).toMatchObject({ code: 'limit', sent: false })
    await clock.advance(60_000)
    expect(requests).toHaveLength(2)
  })

  it('the message says that it may have been there, and not elsewhere, where it would mislead', async () => {
    const { bando } = setUp(hidden, { retry: { attempts: 1 } })
    const said =
      'GET https://api.bando.cool/a was not answered: Failed to fetch. Check the network and baseUrl.'
    expect(await failure(bando.get('/a'))).toMatchObject({ message: said })
    vi.stubGlobal('window', {})
    vi.stubGlobal('document', {})
    expect(await failure(bando.get('/a'))).toMatchObject({
      message: `${said} In a browser, an answer without Access-Control-Allow-Origin looks the same, a 429 included: look into the network panel, or call from your server.`,
    })
  })
})

describe('the token is not in what a transport fails with (pitfall 33)', () => {
  it('nor in what tells of it', async () => {
    const token = 'bando_s3cret'
    const written: unknown[] = []
    const note = (...details: unknown[]): void => void written.push(details)
    const { bando } = setUp(
      ({ headers }) => {
        const authorization = headers.get('authorization')
        throw Object.assign(new Error(`${authorization}: refused`), {
          config: { headers: { authorization } },
          request: { headers },
        })
      },
      { token, retry: { attempts: 1 }, logger: { debug: note, info: note, warn: note, error: note } },
    )
    bando.on('unanswered', note)
    const error = await failure(bando.get('/a'))
    written.push(error)
    expect(error).toMatchObject({
      code: 'network',
      message: expect.stringMatching(/was not answered: Bearer <token \w{16}>: refused\./),
    })
    expect(inspect(written, { depth: 20, showHidden: true }) + JSON.stringify(written)).not.toContain(token)
    expect(written.length).toBeGreaterThan(2)
  })

  const token = 'bando_s3cret'
  const typed = (type: string, text: string, status = 200): Response =>
    new Response(text, { status, headers: { 'content-type': type } })
  const brokenOff = (): Response =>
    new Response(
      new ReadableStream({
        pull(controller) {
          controller.error(Object.assign(new Error('cut'), { request: { authorization: `Bearer ${token}` } }))
        },
      }),
    )

  it.each([
    ['a debug page', () => typed('text/plain', `HTTP_AUTHORIZATION: Bearer ${token}`, 500), 'http'],
    ['a problem', () => json({ title: 'No', detail: `Not with ${token}` }, 400), 'http'],
    ['a 403', () => typed('text/plain', `Your ip is not allowed with ${token}`, 403), 'forbidden'],
    ['what should be JSON', () => typed('application/json', `${token}!`), 'body'],
    ['an excerpt that ends in its midst', () => typed('application/json', '-'.repeat(192) + token), 'body'],
    ['a body that breaks off', brokenOff, 'body'],
  ])('nor in what is made of %s', async (_, answer, code) => {
    const { bando } = setUp(answer, { token, retry: { attempts: 1 } })
    const error = await failure(bando.get('/a'))
    expect(error).toMatchObject({ code })
    const shown = inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error)
    expect(shown).not.toContain('bando_s3')
  })
})
