import { describe, expect, it, vi } from 'vitest'
import { createBando, environments, memoryStore } from '../index.ts'
import type { BandoOptions, RequestOptions } from '../index.ts'
import { failure, json, setUp } from '../call/setUp.testing.ts'

/** What JavaScript lets a caller write. */
const create =
  (options: unknown): (() => unknown) =>
  () =>
    createBando(options as BandoOptions)

describe('createBando', () => {
  it.each<[unknown, string]>([
    ['s3cret', 'createBando: takes its options in one object. Found a string. Write createBando({ token })'],
    [null, 'createBando: takes its options in one object. Found null.'],
    [['a'], 'Found an array.'],
    [42, 'Found a number.'],
    [new URL('https://a.b'), 'Found an object (URL).'],
  ])('refuses %j for its options', (options, message) => {
    expect(create(options)).toThrow(message)
    expect(create(options)).not.toThrow(/s3cret/)
  })

  it.each([
    [{ baseURL: 'http://localhost:4010' }, 'baseURL: is not an option. Did you mean baseUrl?'],
    [{ timeout: 1000 }, 'timeout: is not an option. Did you mean timeoutMs?'],
    [{ maxInflight: 1 }, 'maxInflight: is not an option. Did you mean maxInFlight?'],
    [{ apiKey: 's3cret' }, 'apiKey: is not an option. Did you mean token?'],
    [{ tokem: undefined }, 'tokem: is not an option. Did you mean token?'],
    [{ colour: 'red' }, 'colour: is not an option. The options are token, baseUrl, limit, '],
    [{ limit: { max: 5, windowMs: 1 } }, 'limit.max: is not an option. Did you mean limit.requests?'],
    [{ limit: { requests: 5, window: 1 } }, 'limit.window: is not an option. Did you mean limit.windowMs?'],
    [
      { anonymousLimit: { request: 5, windowMs: 1 } },
      'anonymousLimit.request: is not an option. Did you mean anonymousLimit.requests?',
    ],
    [{ retry: { retries: 3 } }, 'retry.retries: is not an option. Did you mean retry.attempts?'],
    [
      { retry: { budget: { rato: 1 } } },
      'retry.budget.rato: is not an option. Did you mean retry.budget.ratio?',
    ],
  ])('refuses %j, whose names it does not know', (options, message) => {
    expect(create(options)).toThrow(message)
    expect(create(options)).not.toThrow(/s3cret/)
  })

  const limit = 'limit: needs an object, such as limit: { requests: 100, windowMs: 3_600_000 }.'
  it.each<[unknown, string]>([
    [{ limit: 100 }, `${limit} Found 100.`],
    [{ limit: 20 }, 'such as limit: { requests: 20, windowMs: 3_600_000 }. Found 20.'],
    [{ limit: null }, `${limit} Found null.`],
    [{ limit: '100/1h' }, `${limit} Found "100/1h".`],
    [{ limit: [100, 1] }, `${limit} Found an array.`],
    [{ limit: { requests: 100 } }, 'limit.windowMs: needs a number, such as limit: { requests: 100,'],
    [{ limit: { windowMs: 1 } }, 'limit.requests: needs a number, such as limit: { requests: 100,'],
    [
      { limit: { requests: '5', windowMs: 1 } },
      'limit.requests: needs a whole number of at least 1. Found "5".',
    ],
    [{ anonymousLimit: null }, 'anonymousLimit: needs an object, such as anonymousLimit: {'],
    [{ burstShare: '1' }, 'burstShare: needs a number from 0 to 1. Found "1".'],
    [{ maxWaitMs: '30s' }, 'maxWaitMs: needs milliseconds, at least 0, or Infinity. Found "30s".'],
    [{ maxWaitMs: null }, 'maxWaitMs: needs milliseconds, at least 0, or Infinity. Found null.'],
    [
      { maxBodyBytes: 1.5 },
      'maxBodyBytes: needs a whole number of bytes, at least 1, or Infinity. Found 1.5.',
    ],
    [{ retry: 3 }, 'retry: needs an object, such as { attempts: 1 } for none. Found 3.'],
    [{ retry: false }, 'retry: needs an object, such as { attempts: 1 } for none. Found false.'],
    [{ retry: { budget: 5 } }, 'retry.budget: needs an object, such as { ratio: 0.2, min: 10 }. Found 5.'],
    [{ dedupe: 'no' }, 'dedupe: needs true or false. Found "no".'],
    [{ allowTokenInBrowser: 1 }, 'allowTokenInBrowser: needs true or false. Found 1.'],
    [{ isLockout: true }, 'isLockout: needs a function, such as ({ text }) => boolean. Found true.'],
    [{ fetch: {} }, 'fetch: needs a function, such as the global fetch. Found an object.'],
    [{ random: 0.5 }, 'random: needs a function, such as Math.random. Found 0.5.'],
    [
      { store: null },
      'store: needs memoryStore(), fileStore(folder), webStore() or another SharedStore. Found null.',
    ],
    [
      { logger: false },
      'logger: needs an object with debug, info, warn and error, such as console. Found false.',
    ],
    [{ logger: { warn() {} } }, 'Found an object without debug, info, error.'],
    [{ clock: Date }, 'clock: needs an object with now, epoch and schedule, such as a ManualClock'],
    [{ headers: 'a: b' }, "headers: needs an object, such as { 'accept-language': 'es' }. Found a string."],
    [{ headers: { 'x-trace': undefined } }, 'headers.x-trace: needs a string. Found undefined.'],
    [{ headers: { 'x-trace': {} } }, 'headers.x-trace: needs a string. Found an object.'],
  ])('refuses %j, with what was found and what to write', (options, message) => {
    expect(create(options)).toThrow(message)
  })

  it.each<[unknown, string]>([
    ['localhost:4010', 'needs an absolute URL, such as http://localhost:4010. Found "localhost:4010".'],
    ['127.0.0.1:4010/x', 'such as http://127.0.0.1:4010/x. Found "127.0.0.1:4010/x".'],
    ['api.bando.cool', 'such as https://api.bando.cool. Found "api.bando.cool".'],
    ['/api/v1', 'such as https://api.bando.cool. Found "/api/v1".'],
    ['', 'such as https://api.bando.cool. Found "".'],
    ['undefined', 'such as https://api.bando.cool. Found "undefined".'],
    [null, 'such as https://api.bando.cool. Found null.'],
    [4010, 'such as https://api.bando.cool. Found 4010.'],
    ['http://undefined:4010', 'has a host that was not set. Found "http://undefined:4010".'],
    ['https://null/', 'has a host that was not set. Found "https://null/".'],
    ['http://api.bando.cool', 'Found "http://api.bando.cool". Write https://api.bando.cool.'],
    ['ftp://api.bando.cool', 'Found "ftp://api.bando.cool". Write https://api.bando.cool.'],
    ['me:s3cret@api.bando.cool', 'needs https, except on this machine'],
    ['https://me:s3cret@api.bando.cool', 'must hold no user name or password'],
    ['https://me:s3cret@', 'needs an absolute URL'],
    ['http://x.example?token=s3cret', 'needs https, except on this machine'],
  ])('refuses the baseUrl %j, and shows no secret', (baseUrl, message) => {
    expect(create({ baseUrl })).toThrow(/^baseUrl: /)
    expect(create({ baseUrl })).toThrow(message)
    expect(create({ baseUrl })).not.toThrow(/s3cret/)
  })

  it.each<[unknown, string]>([
    [42, 'Found a number. Pass the token that api@bando.cool sent you'],
    [true, 'Found a boolean.'],
    [Promise.resolve('s3cret'), 'Found a promise. Pass a function that returns the promise'],
    [Buffer.from('s3cret'), "Found an object (Uint8Array). Decode it: buffer.toString('utf8')."],
    [
      new TextEncoder().encode('s3cret').buffer,
      "Found an object (ArrayBuffer). Decode it: buffer.toString('utf8').",
    ],
    [['s3cret'], 'Found an array.'],
    [{ token: 's3cret' }, 'Found an object.'],
  ])('refuses a token that is %o, and does not repeat it', (token, message) => {
    const expected = `token: needs a string, or a function that returns it. ${message}`
    expect(create({ token })).toThrow(expected)
    expect(create({ token })).not.toThrow(/s3cret/)
    const bando = createBando()
    expect(() => bando.setToken(token as string)).toThrow(expected)
  })
})

describe('an option that is there without a value', () => {
  const warningsOf = (options: object): string[] => {
    const warn = vi.fn<(message: string) => void>()
    const logger = { debug() {}, info() {}, warn, error() {} }
    createBando({ store: memoryStore(), logger, ...options })
    return warn.mock.calls.map(([message]) => message)
  }

  it.each([undefined, null])('is named once, with how to mean it: token: %o', (token) => {
    expect(warningsOf({ token })).toEqual([
      expect.stringMatching(
        new RegExp(
          `^createBando: token is ${token}, so calls are anonymous. If that is meant, leave \`token\` out`,
        ),
      ),
    ])
  })

  it('is named once, with how to mean it: baseUrl', () => {
    expect(warningsOf({ baseUrl: undefined })).toEqual([
      expect.stringContaining('leave `baseUrl` out, or write environments.production'),
    ])
  })

  it('is named once, though both are not set', () => {
    expect(warningsOf({ token: undefined, baseUrl: undefined })).toEqual([
      expect.stringMatching(/token is undefined.*baseUrl is undefined/),
    ])
  })

  it.each([
    {},
    { token: 'bando_x' },
    { baseUrl: environments.production },
    { baseUrl: environments.sandbox, limit: undefined },
  ])('is not where it is left out or set: %j', (options) => {
    expect(warningsOf(options)).toEqual([])
  })
})

describe('a call', () => {
  const call = async (method: 'get' | 'post', ...args: unknown[]): Promise<string> => {
    const { bando, requests } = setUp(() => json({}))
    const error = await failure((bando[method] as (...args: unknown[]) => Promise<unknown>)(...args))
    expect(error).toMatchObject({ code: 'config', sent: false })
    expect(requests).toEqual([])
    return (error as Error).message
  }

  it.each<[unknown[], string]>([
    [[undefined], "path: needs a string. Found undefined. Write one such as '/coolness'."],
    [[{ path: '/a' }], "path: needs a string. Found an object. Write one such as '/coolness'."],
    [[new URL('https://api.bando.cool/a')], 'Found an object (URL). Write its path'],
    [['/a', null], 'options: a call takes them in one object, such as { timeoutMs: 5000 }. Found null.'],
    [['/a', 'b'], 'Found a string.'],
    [['/a', { timeout: 5 }], 'timeout: is not an option. Did you mean timeoutMs?'],
    [['/a', { param: { a: 1 } }], 'param: is not an option. Did you mean params?'],
    [['/a', { searchParams: {} }], 'searchParams: is not an option. Did you mean query?'],
    [['/a', { responseType: 'text' }], 'responseType: is not an option. Did you mean as?'],
    [['/a', { params: { page: 2 } }], 'params.page: the path has no {page}. Put it into query'],
    [['/{a}', { params: 'x' }], 'params: needs an object with a value for each {name} in the path.'],
    [['/{a}', { params: { a: {} } }], 'params.a: needs a string or a number. Found an object.'],
    [
      ['/a', { query: 'a=1' }],
      'query: needs an object, such as { page: 2 }, or URLSearchParams. Found a string.',
    ],
    [['/a', { query: null }], 'query: needs an object, such as { page: 2 }, or URLSearchParams. Found null.'],
    [['/a', { query: { a: {} } }], 'query.a: needs a string, a number, a boolean, or an array of them.'],
    [['/a', { query: { a: [new Date(0)] } }], 'Found an object (Date). Write it as text first.'],
    [['/a', { headers: { x: undefined } }], 'headers.x: needs a string. Found undefined.'],
    [
      ['/a', { signal: new AbortController() }],
      'Found an object (AbortController). Pass the `signal` of the',
    ],
    [
      ['/a', { signal: 5 }],
      'signal: needs an AbortSignal, such as AbortSignal.timeout(1000) gives. Found a number.',
    ],
    [['/a', { requireToken: 'yes' }], 'requireToken: needs true or false. Found "yes".'],
    [['/a', { dedupe: 0 }], 'dedupe: needs true or false. Found 0.'],
    [['/a', { maxWaitMs: '5' }], 'maxWaitMs: needs milliseconds, at least 0, or Infinity. Found "5".'],
  ])('of get(%j) is refused', async (args, message) => {
    expect(await call('get', ...args)).toContain(message)
  })

  it.each<[unknown[], string]>([
    [['/a', {}, 'b'], 'options: a call takes them in one object'],
    [['/a', {}, null], 'options: a call takes them in one object'],
    [['/a', {}, { idempotentKey: 'x' }], 'Did you mean idempotencyKey?'],
  ])('of post(%j) is refused', async (args, message) => {
    expect(await call('post', ...args)).toContain(message)
  })

  it('takes a signal of null, as fetch does, and query of another realm', async () => {
    const { bando } = setUp(() => json({}))
    const options = { signal: null } as unknown as RequestOptions
    expect(await bando.get('/a', options)).toMatchObject({ status: 200 })
  })
})
