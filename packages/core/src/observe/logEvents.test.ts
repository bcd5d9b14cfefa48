import { expect, it, vi } from 'vitest'
import type { Logger } from '../index.ts'
import { failure, invalidToken, json, setUp } from '../call/setUp.testing.ts'

type Level = keyof Logger

function recorder(): { logger: Logger; lines: [Level, string][]; details: unknown[] } {
  const lines: [Level, string][] = []
  const details: unknown[] = []
  const write =
    (level: Level) =>
    (message: string, detail?: object): void => {
      lines.push([level, message])
      details.push(detail)
    }
  const logger = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
  return { logger, lines, details }
}

const coolness = 'GET https://api.bando.cool/coolness'

it('writes what happens to each level', async () => {
  const { logger, lines } = recorder()
  const answers = [json({}), json({}, 503), json({}, 429, { 'retry-after': '10' }), json({})]
  const { bando, clock } = setUp((_, index) => answers[index] ?? invalidToken(), { logger })
  await bando.get('/coolness')
  const retried = bando.get('/coolness')
  await clock.advance(30_000)
  await retried
  await failure(bando.get('/coolness'))
  expect(lines).toEqual([
    ['debug', `${coolness} is sent (attempt 1), after waiting 0 ms.`],
    ['debug', `${coolness} was answered 200 after 0 ms.`],
    ['info', `${coolness} proved the token good.`],
    ['debug', `${coolness} is sent (attempt 1), after waiting 0 ms.`],
    ['debug', `${coolness} was answered 503 after 0 ms.`],
    ['info', `${coolness} is sent again in 125 ms, after: 503.`],
    ['debug', `${coolness} is sent (attempt 2), after waiting 0 ms.`],
    ['debug', `${coolness} was answered 429 after 0 ms.`],
    ['warn', `${coolness} was refused (429): the limit is reached until 2026-01-01T00:00:11.125Z.`],
    ['info', `${coolness} waits 11 s, until 2026-01-01T00:00:11.125Z.`],
    ['debug', `${coolness} is sent (attempt 3), after waiting 11000 ms.`],
    ['debug', `${coolness} was answered 200 after 0 ms.`],
    ['debug', `${coolness} is sent (attempt 1), after waiting 0 ms.`],
    ['debug', `${coolness} was answered 401 after 0 ms.`],
    [
      'error',
      `${coolness} was rejected (401): nothing more is sent with this token until 2026-01-01T00:01:30.000Z.`,
    ],
  ])
})

it('says what was lost, and what refuses all authentication', async () => {
  const { logger, lines } = recorder()
  const { bando } = setUp(
    (_, index) => {
      if (index === 0) throw new TypeError('fetch failed')
      return json({ message: 'Maximum number of login attempts exceeded' }, 403)
    },
    { logger, retry: { attempts: 1 } },
  )
  await failure(bando.get('/coolness'))
  await failure(bando.get('/coolness'))
  expect(lines.filter(([level]) => level !== 'debug')).toEqual([
    ['info', `${coolness} was not answered, after 0 ms.`],
    [
      'error',
      expect.stringMatching(
        /was refused \(403\): no authentication is accepted until .*, since the answer says/,
      ),
    ],
  ])
})

it('never writes the token, not even where a path holds it', async () => {
  const { logger, lines, details } = recorder()
  const { bando } = setUp(() => json({}), { logger })
  await bando.get('/owners/bando_good')
  expect(lines[0]?.[1]).toMatch(/\/owners\/<token \w+>/)
  expect(JSON.stringify([lines, details])).not.toContain('bando_good')
})

it('writes warnings and errors to the console by itself, and nothing else', async () => {
  const [log, warn, error] = (['log', 'warn', 'error'] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation(() => {}),
  )
  const answers = [json({}), json({}, 429, { 'retry-after': '60' })]
  const { bando } = setUp((_, index) => answers[index] ?? json({}, 401), {
    logger: undefined,
    maxWaitMs: 0,
  })
  await bando.get('/coolness')
  await failure(bando.get('/coolness'))
  expect(log).not.toHaveBeenCalled()
  expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('(429)'))
  expect(error).not.toHaveBeenCalled()
})

it('warns of a long wait, once for all who wait, with how long it is', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const { bando, clock } = setUp(() => json({}), {
    logger: undefined,
    limit: { requests: 3, windowMs: 3_600_000 },
    maxWaitMs: Infinity,
  })
  await Promise.all(['/1', '/2', '/3'].map((path) => bando.get(path)))
  expect(warn).not.toHaveBeenCalled()
  const calls = Promise.all(['/coolness', '/5', '/6'].map((path) => bando.get(path)))
  await clock.advance(0)
  expect(warn.mock.calls).toEqual([[`${coolness} waits 3602 s, until 2026-01-01T01:00:01.801Z.`]])
  await clock.advance(3_602_000)
  await calls
  expect(warn).toHaveBeenCalledTimes(1)
})

it.each([
  [
    'throws',
    (): never => {
      throw new Error('the disk is full')
    },
  ],
  ['rejects', (): Promise<never> => Promise.reject(new Error('the disk is full'))],
])('a logger that %s, and listeners that do too, hurt no call', async (_, fail) => {
  const unhandled = vi.fn<(reason: unknown) => void>()
  process.on('unhandledRejection', unhandled)
  const logger = { debug: fail, info: fail, warn: fail, error: fail } as unknown as Logger
  const { bando, requests } = setUp(() => json({}), { logger })
  bando.on('request', fail)
  bando.on('response', fail)
  expect(await bando.post('/a', {})).toMatchObject({ status: 200, attempts: 1 })
  expect(await bando.get('/b')).toMatchObject({ status: 200 })
  expect(bando.state.limit).toMatchObject({ inFlight: 0, remaining: 98 })
  expect(requests).toHaveLength(2)
  await new Promise(setImmediate)
  process.off('unhandledRejection', unhandled)
  expect(unhandled).not.toHaveBeenCalled()
})
