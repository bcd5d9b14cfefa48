import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { memoryStore } from '../stores/memoryStore.ts'
import type { BandoOptions } from './BandoOptions.ts'
import { checkPlace } from './checkPlace.ts'
import { defaults } from './defaults.ts'
import { checkFetchOptions } from './FetchOptions.ts'
import { checkResponseOptions } from './ResponseOptions.ts'
import { toSettings } from './settings.ts'

const milliseconds = 'needs milliseconds, at least'

/** Each option of numbers: its default, what it takes, what it refuses, and what it says then. */
const numbers: readonly [string, number, readonly number[], readonly unknown[], string][] = [
  ['maxInFlight', 4, [1, 9], [0, 1.5, '1', Infinity, null], 'needs a whole number of at least 1'],
  ['maxWaiting', 100_000, [1], [0, null], 'needs a whole number of at least 1'],
  ['maxWaitMs', 30_000, [0, 0.5, Infinity], [-1, '1', null], `${milliseconds} 0, or Infinity`],
  ['deadlineMs', Infinity, [1, Infinity], [0], `${milliseconds} 1, or Infinity`],
  ['timeoutMs', 30_000, [1], [0, Infinity, Number.NaN, '1'], `${milliseconds} 1`],
  ['tokenTimeoutMs', 10_000, [1], [0], `${milliseconds} 1`],
  ['maxFlightMs', 60_000, [0], [-1, Infinity], `${milliseconds} 0`],
  ['verifiedForMs', 60_000, [0], [-1], `${milliseconds} 0`],
  [
    'maxBodyBytes',
    52_428_800,
    [1, Infinity],
    [0, 1.5, '1'],
    'needs a whole number of bytes, at least 1, or Infinity',
  ],
]

describe('an option of numbers', () => {
  it.each(numbers)(
    '%s is %d, or what is given, if that can work',
    (...[name, fallback, taken, refused, message]) => {
      const read = (given: unknown): unknown => {
        const settings = toSettings({ [name]: given })
        return Object({ ...settings.tokenTerms, ...settings })[name]
      }
      expect(read(undefined)).toBe(fallback)
      for (const given of taken) expect(read(given)).toBe(given)
      for (const given of refused) expect(() => read(given)).toThrow(`${name}: ${message}. Found`)
    },
  )

  it.each([
    ['burstShare', defaults.burstShare, [0, 0.5, 1], [1.1, -0.1, '0.5', null], 'a number from 0 to 1'],
    ['reserve', defaults.reserve, [0, 0.99], [1, -0.1, '0.5'], 'a number from 0 to below 1'],
  ] as const)('%s is a share', (...[name, fallback, taken, refused, expected]) => {
    const read = (given: unknown): unknown => toSettings({ [name]: given }).tokenTerms[name]
    expect(read(undefined)).toBe(fallback)
    for (const given of taken) expect(read(given)).toBe(given)
    for (const given of refused) expect(() => read(given)).toThrow(`${name}: needs ${expected}. Found`)
  })

  it('retry takes those of each of its parts', () => {
    expect(toSettings({}).retry).toEqual(defaults.retry)
    const retry = { attempts: 1, baseMs: 0, maxMs: 0, budget: { ratio: 1, min: 0 } }
    expect(toSettings({ retry }).retry).toEqual(retry)
    expect(toSettings({ retry: { budget: { min: Infinity } } }).retry.budget).toEqual({
      ratio: 0.2,
      min: Infinity,
    })
  })

  it.each<[NonNullable<BandoOptions['retry']>, string]>([
    [{ attempts: 0 }, 'retry.attempts: needs a whole number of at least 1. Found 0.'],
    [{ baseMs: -1 }, 'retry.baseMs: needs milliseconds, at least 0. Found -1.'],
    [{ maxMs: -1 }, 'retry.maxMs: needs milliseconds, at least 0. Found -1.'],
    [{ budget: { ratio: 1.1 } }, 'retry.budget.ratio: needs a number from 0 to 1. Found 1.1.'],
    [{ budget: { min: -1 } }, 'retry.budget.min: needs a number of at least 0. Found -1.'],
    [
      { budget: { min: '1' as unknown as number } },
      'retry.budget.min: needs a number of at least 0. Found "1".',
    ],
    [{ basems: 1 } as object, 'retry.basems: is not an option. Did you mean retry.baseMs?'],
    [{ max: 1 } as object, 'retry.max: is not an option. The options are attempts, baseMs, maxMs, budget.'],
    [
      { budget: { minimum: 1 } as object },
      'retry.budget.minimum: is not an option. Did you mean retry.budget.min?',
    ],
  ])('retry: %o is refused', (retry, message) => {
    expect(() => toSettings({ retry })).toThrow(message)
  })
})

describe('another option', () => {
  it.each(['dedupe', 'allowTokenInBrowser'] as const)('%s is true or false', (name) => {
    expect([true, false].map((given) => toSettings({ [name]: given })[name])).toEqual([true, false])
    expect(toSettings({})[name]).toBe(name === 'dedupe')
    expect(() => toSettings({ [name]: 1 })).toThrow(`${name}: needs true or false. Found 1.`)
  })

  it('account is a text that is not empty', () => {
    expect([toSettings({}).account, toSettings({ account: 'a' }).account]).toEqual([undefined, 'a'])
    for (const account of ['', 1])
      expect(() => toSettings({ account: account as string })).toThrow(
        'account: needs a text that is not empty.',
      )
  })

  it('store is one of two kinds', () => {
    const shared = { kind: 'shared' } as NonNullable<BandoOptions['store']>
    for (const store of [memoryStore(), shared]) expect(toSettings({ store }).store).toBe(store)
    expect(() => toSettings({ store: { kind: 'other' } as never })).toThrow('store: needs memoryStore()')
  })

  it('random is Math.random if it is left out', () => {
    const random = (): number => 0.5
    expect([toSettings({}).random, toSettings({ random }).random]).toEqual([Math.random, random])
  })

  it('headers accept what a call asks for, unless they say what they accept', () => {
    const accepted = (headers?: Record<string, string>): unknown[] => {
      const { acceptJson, acceptAny, ...settings } = toSettings(headers ? { headers } : {})
      return [acceptJson, acceptAny, settings.headers].map((each) => each.get('accept'))
    }
    expect(accepted()).toEqual(['application/json', '*/*', null])
    expect(accepted({ accept: 'text/csv' })).toEqual(['text/csv', 'text/csv', 'text/csv'])
  })

  it('isLockout that throws says nothing, and is reported', () => {
    const error = vi.fn<(message: string, details?: object) => void>()
    const mistake = new Error('a mistake')
    const given: NonNullable<BandoOptions['isLockout']> = ({ text }) => {
      if (text === '') throw mistake
      return text === 'locked'
    }
    const { isLockout } = toSettings({
      isLockout: given,
      logger: { debug() {}, info() {}, warn() {}, error },
    })
    const told = ['', 'locked', 'free'].map((text) => isLockout({ text } as never))
    expect(told).toEqual([undefined, true, false])
    expect(error).toHaveBeenCalledExactlyOnceWith('The option isLockout threw.', { error: mistake })
    expect(toSettings({}).isLockout({ text: 'locked' } as never)).toBeUndefined()
  })

  it('logger writes warnings and errors to the console if it is left out', () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue()
    const error = vi.spyOn(console, 'error').mockReturnValue()
    const { logger } = toSettings({})
    const cause = new Error('a mistake')
    logger.debug('a')
    logger.info('b')
    logger.warn('c', { a: 1 })
    logger.error('d')
    logger.error('e', { a: 1 })
    logger.error('f', { error: cause })
    expect(warn.mock.calls).toEqual([['c']])
    expect(error.mock.calls).toEqual([['d'], ['e'], ['f', cause]])
  })

  it('createBando takes one object, and says how to pass a token alone', () => {
    expect(() => toSettings('token' as never)).toThrow(
      'Found a string. Write createBando({ token }), or createBando()',
    )
    expect(() => toSettings(1 as never)).toThrow('Found a number. Write createBando() to call anonymously.')
  })
})

describe('a token in a page', () => {
  const settings = (options: BandoOptions): ReturnType<typeof toSettings> => toSettings(options)

  it('is refused, unless that is allowed, or the API is on the same machine', () => {
    vi.stubGlobal('window', {})
    vi.stubGlobal('document', {})
    onTestFinished(() => void vi.unstubAllGlobals())
    const check = (token: BandoOptions['token'], options: BandoOptions = {}): void =>
      checkPlace(token, settings(options))
    expect(() => check('bando_good')).toThrow(
      'token: a token in a browser can be read by every visitor of the page.',
    )
    for (const baseUrl of ['http://localhost:1', 'http://a.localhost', 'http://[::1]', 'http://127.12.0.100'])
      expect(() => check('bando_good', { baseUrl })).not.toThrow()
    expect(() => check('bando_good', { baseUrl: 'https://127.0.0.1.example' })).toThrow('token: a token')
    expect(() => check('bando_good', { allowTokenInBrowser: true })).not.toThrow()
    expect(() => check(() => 'bando_good')).not.toThrow()
    expect(() => check(undefined)).not.toThrow()
    vi.stubGlobal('document', undefined)
    expect(() => check('bando_good')).not.toThrow()
  })

  it('is refused if a proxy would see it, which an own transport or no token prevents', () => {
    vi.stubEnv('NODE_USE_ENV_PROXY', '1')
    vi.stubEnv('HTTP_PROXY', 'http://proxy.example')
    onTestFinished(() => void vi.unstubAllEnvs())
    const local = settings({ baseUrl: 'http://localhost:1' })
    expect(() => checkPlace('bando_good', local)).toThrow('would be asked through the proxy')
    expect(() => checkPlace(undefined, local)).not.toThrow()
    expect(() => checkPlace('bando_good', { ...local, fetch: (async () => {}) as never })).not.toThrow()
  })
})

describe('an option of a call', () => {
  it.each([
    ['method', 'Use post, put, patch, delete, or request(method, path, options).'],
    ['headers', 'Use the option headers of the call.'],
    ['body', 'Use post, put or patch, or the option body of request.'],
    ['signal', 'Use the option signal of the call.'],
    ['redirect', 'Use bando.fetch, which takes it.'],
  ])('fetchOptions.%s is not passed on', (name, advice) => {
    expect(() => checkFetchOptions({ [name]: 1 })).toThrow(
      `fetchOptions.${name}: is the client's to set. ${advice}`,
    )
  })

  it('fetchOptions are a copy', () => {
    const given = { cache: 'reload' } as const
    expect(checkFetchOptions(given)).toEqual(given)
    expect(checkFetchOptions(given)).not.toBe(given)
    expect(checkFetchOptions(undefined)).toBeUndefined()
    expect(() => checkFetchOptions([] as never)).toThrow(
      "fetchOptions: needs an object, such as { cache: 'no-store' }.",
    )
  })

  it('as is one of five forms', () => {
    const forms = ['json', 'text', 'blob', 'stream', 'response'] as const
    expect(forms.map((as) => checkResponseOptions({ as }))).toEqual(forms)
    expect(checkResponseOptions({})).toBe('json')
    expect(() => checkResponseOptions({ as: 'xml' as 'json' })).toThrow(
      "as: needs one of 'json', 'text', 'blob', 'stream', 'response'. Found \"xml\".",
    )
  })

  it('a stream is refused in a runtime without streams', () => {
    vi.stubGlobal('ReadableStream', undefined)
    onTestFinished(() => void vi.unstubAllGlobals())
    expect(checkResponseOptions({ as: 'text' })).toBe('text')
    expect(() => checkResponseOptions({ as: 'stream' })).toThrow(
      "as: 'stream' needs ReadableStream, which this runtime does not have. Leave `as` out, or take 'text' or 'blob'.",
    )
  })

  it('schema keeps to Standard Schema, and checks JSON', () => {
    const standard = { '~standard': { validate() {} } } as never
    expect(checkResponseOptions({ schema: standard })).toBe('json')
    expect(checkResponseOptions({ schema: Object.assign(() => {}, standard) })).toBe('json')
    expect(() => checkResponseOptions({ schema: standard, as: 'text' })).toThrow(
      'schema: checks JSON, so leave `as` out, or make it \'json\'. Found "text".',
    )
    for (const schema of [{}, null, { '~standard': {} }])
      expect(() => checkResponseOptions({ schema: schema as never })).toThrow(
        'schema: needs one that keeps to Standard Schema, as those of zod 3.24, valibot 1 and arktype 2 do. Found object without `~standard`.',
      )
  })
})
