import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { inspect } from 'node:util'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { BandoHttpError, BandoSchemaError, RequestOptions, StandardSchema } from '../index.ts'
import { eventNames } from '../observe/events.ts'
import type { ResponseOptions } from '../options/ResponseOptions.ts'
import { failure, json, setUp } from './setUp.testing.ts'

/** What a page gets where CORS hides the answer: Chromium's words, and no cause. */
const hidden = (): never => {
  throw new TypeError('Failed to fetch')
}

afterEach(() => vi.unstubAllGlobals())

describe('in a browser', () => {
  it('a 429 whose headers are hidden goes back into the queue, for a time of our own', async () => {
    const { bando, clock, requests } = setUp((_, index) => json({}, index === 0 ? 429 : 200))
    const call = bando.get('/a', { maxWaitMs: 3_600_000 })
    // Twice as long as the ninety that a cautious client spreads over an hour and a hundredth of it
    // are apart.
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

describe('the token is not in what a transport fails with', () => {
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
    bando.on('noResponse', note)
    const error = await failure(bando.get('/a'))
    written.push(error)
    expect(error).toMatchObject({
      code: 'network',
      message: expect.stringMatching(/was not answered: Bearer <token \w{16}>: refused\./),
    })
    expect(inspect(written, { depth: 20, showHidden: true }) + JSON.stringify(written)).not.toContain(token)
    expect(written.length).toBeGreaterThan(2)
  })
})

describe('the token is in no error, though a server shows what it was sent', () => {
  const token = 'bando_s3c/ret=='
  const echo = { 'x-echo-authorization': `Bearer ${token}` }
  const jsonType = { 'content-type': 'application/json' }
  const typed = (type: string, text: string, status = 200): Response =>
    new Response(text, { status, headers: { 'content-type': type } })
  const byPhp = (body: unknown): Response =>
    typed('application/json', JSON.stringify(body).replaceAll('/', String.raw`\/`), 400)
  const brokenOff = (text = '', status = 200): Response =>
    new Response(
      new ReadableStream({
        start: (controller) => controller.enqueue(new TextEncoder().encode(text)),
        pull(controller) {
          controller.error(Object.assign(new Error('cut'), { request: { authorization: `Bearer ${token}` } }))
        },
      }),
      { status },
    )
  const redirect = (location: string): Response => new Response(null, { status: 302, headers: { location } })
  const elsewhere = `https://elsewhere.example/login/${token}`
  /** Complains of every key, in its words. */
  const schema: StandardSchema = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value) => ({
        issues: Object.keys(value as object).map((key) => ({ message: `not ${key}`, path: [key] })),
      }),
    },
  }
  const shown = (error: unknown): string =>
    inspect([error, (error as BandoSchemaError).issues], { depth: 20, showHidden: true }) +
    JSON.stringify([
      error,
      (error as BandoSchemaError).issues,
      [...((error as BandoHttpError).headers ?? [])],
    ])

  it.each<[string, () => Response, string, Partial<RequestOptions & ResponseOptions>?]>([
    ['a debug page', () => typed('text/plain', `HTTP_AUTHORIZATION: Bearer ${token}`, 500), 'http'],
    ['a problem', () => json({ title: 'No', detail: `Not with ${token}` }, 400), 'http'],
    ['a problem as PHP writes it', () => byPhp({ title: 'No', detail: `Not with ${token}` }), 'http'],
    ['a key as PHP writes it', () => byPhp({ deep: [{ [token]: 1 }] }), 'http'],
    ['a header', () => json({}, 404, echo), 'http'],
    ['a header beside an error', () => new Response('{', { headers: { ...jsonType, ...echo } }), 'body'],
    ['a header beside a misfit', () => json({ a: 1 }, 200, echo), 'schema', { schema }],
    ['a 403', () => typed('text/plain', `Your ip is not allowed with ${token}`, 403), 'forbidden'],
    ['what should be JSON', () => typed('application/json', `${token}!`), 'body'],
    ['what the engine quotes of it', () => typed('application/json', `["here it is", ${token}]`), 'body'],
    ['an excerpt that ends in its midst', () => typed('application/json', '-'.repeat(192) + token), 'body'],
    ['a body that breaks off', () => brokenOff(), 'body'],
    ['a body that breaks off in its midst', () => brokenOff(token.slice(0, -1)), 'body'],
    ['a body cut in its midst', () => typed('text/plain', `Bearer ${token}`), 'body', { maxBodyBytes: 18 }],
    ['a page cut in its midst', () => typed('text/plain', token, 500), 'http', { maxBodyBytes: 11 }],
    [
      'a 403 that breaks off in its midst',
      () => brokenOff('Your ip is not allowed with bando_s3', 403),
      'forbidden',
    ],
    ['what does not fit', () => json({ [token]: 1 }), 'schema', { schema }],
    ['a redirect too many', () => redirect(`/login/${token}`), 'redirect'],
    ['a redirect elsewhere too many', () => redirect(elsewhere), 'redirect'],
    ['a redirect as URLs write it', () => redirect(`/${encodeURIComponent(token)}`), 'redirect'],
  ])('nor where it is made of %s', async (_, outcome, code, options) => {
    const { bando } = setUp(outcome, { token, retry: { attempts: 1 } })
    const error = await failure(bando.get('/a', options))
    expect(error).toMatchObject({ code })
    expect(shown(error)).not.toContain('bando_s3')
  })

  it('nor where the call was redirected, or came from elsewhere, before', async () => {
    const places = [redirect(`/login/${token}`), redirect(elsewhere)]
    const { bando } = setUp(
      (_, index) => places[index] ?? typed('text/plain', `No ${token} at ${elsewhere}`, 404),
      { token, retry: { attempts: 1 } },
    )
    const error = await failure(bando.get('/a'))
    expect(error).toMatchObject({
      code: 'http',
      message: expect.stringMatching(/^GET https:\/\/elsewhere\.example\/login\/<token \w{16}> was answered/),
      body: expect.stringMatching(/^No <token \w{16}> at /),
    })
    expect(shown(error)).not.toContain('bando_s3')
  })

  it('nor where its caller put it into the path, and has another one by now', async () => {
    const { bando } = setUp(() => json({}, 404), { token })
    bando.setToken('bando_another')
    const found = { message: expect.stringMatching(/<token \w{16}>/) }
    for (const path of [`/owners/${token}`, `//elsewhere.example/${token}`, `/../${token}`]) {
      const error = await failure(bando.get(path))
      expect(error).toMatchObject(found)
      expect(shown(error)).not.toContain('bando_s3')
    }
    const error = await failure(bando.get('/owners/{id}', { params: { id: token } }))
    expect(error).toMatchObject(found)
    expect(shown(error)).not.toContain('ret%3D')
  })

  it.each([
    ['as a password', `https://x:${token}@api.bando.cool/`],
    ['as a user', `https://${encodeURIComponent(token)}@api.bando.cool/`],
    ['as a host', `https://${token}`],
    ['where there can be no URL', `https://[${token}`],
  ])('nor where `fetch` was given it %s', async (_, url) => {
    const { bando } = setUp(() => json({}), { token })
    const error = await failure(bando.fetch(url))
    expect(error).toMatchObject({ code: 'config', message: expect.stringMatching(/^fetch: /) })
    expect(shown(error)).not.toContain('bando_s3')
  })
})

describe('the token is in no event', () => {
  it('though the URL has it: from a caller, from a redirect, and where it goes again', async () => {
    const token = 'bando_s3cret'
    const seen: object[] = []
    const answers = [
      new Response(null, { status: 307, headers: { location: `/${token}` } }),
      json({}, 503),
      json({}, 429),
    ]
    const { bando, clock } = setUp((_, index) => answers[index] ?? json({}, index === 3 ? 200 : 401), {
      token,
    })
    for (const name of eventNames) {
      bando.on(name, (event) => void seen.push(event))
      const note = (event: unknown): void => void seen.push(event as object)
      subscribe(`bando:${name}`, note)
      onTestFinished(() => void unsubscribe(`bando:${name}`, note))
    }
    const call = bando.get('/a', { maxWaitMs: Infinity })
    await clock.advance(3_600_000)
    await call
    await failure(bando.get(`/${token}`))
    await failure(bando.get(`/${token}`))
    expect(new Set(seen.map((event) => (event as { url: string }).url))).toEqual(
      new Set(['https://api.bando.cool/a', expect.stringMatching(/\/<token \w{16}>$/)]),
    )
    expect(inspect(seen, { depth: 20, showHidden: true })).not.toContain(token)
  })
})
