import { expect, it, vi } from 'vitest'
import type { Logger } from '../contract/Logger.ts'
import type { Emitter } from './Emitter.ts'
import type { BandoEventName, BandoEvents } from './events.ts'

type Level = keyof Logger
type Case = {
  [Name in BandoEventName]: readonly [
    title: string,
    name: Name,
    event: BandoEvents[Name],
    expected: readonly [Level, line: string],
  ]
}[BandoEventName]

const longWaitMs = 60_000
const retryAt = Date.UTC(2026, 0, 1, 0, 0, 30)
const sent = { method: 'GET', url: 'https://a.example/b', credential: 'c1', attempt: 2 }
const onTheWire = { ...sent, id: 7 }
const wait = {
  method: 'GET',
  url: 'https://a.example/b',
  retryAt,
  waitMs: 29_001,
  ahead: 0,
  reason: 'limit',
  nextAt: retryAt,
  keys: [],
} as const

/**
 * Loads the modules anew, so that a mutation of a table at the top of a module reaches the test
 * that is running.
 */
async function setUp(off: readonly Level[] = []) {
  vi.resetModules()
  const { Emitter } = await import('./Emitter.ts')
  const { logEvents } = await import('./logEvents.ts')
  const { silent } = await import('../contract/Logger.ts')
  const written: [Level, string, object | undefined][] = []
  const write = (level: Level): Logger[Level] =>
    off.includes(level) ? silent : (line, details) => void written.push([level, line, details])
  const failed = vi.fn<(error: unknown) => void>()
  const emitter = new Emitter(failed)
  const logger = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
  logEvents(emitter, logger, longWaitMs)
  return { emitter, written, failed }
}

function emit(emitter: Emitter, name: BandoEventName, event: BandoEvents[BandoEventName]): void {
  emitter.emit(name as 'request', () => event as BandoEvents['request'])
}

it.each<Case>([
  [
    'a request with its attempt and its wait in whole milliseconds',
    'request',
    { ...onTheWire, waitedMs: 2.6 },
    ['debug', 'is sent (attempt 2), after waiting 3 ms.'],
  ],
  [
    'a response with its status and duration',
    'response',
    { ...onTheWire, status: 204, durationMs: 12.4 },
    ['debug', 'was answered 204 after 12 ms.'],
  ],
  [
    'a request without a response',
    'noResponse',
    { ...onTheWire, sent: true, durationMs: 5 },
    ['info', 'was not answered, after 5 ms.'],
  ],
  [
    'a request that found no connection',
    'noResponse',
    { ...onTheWire, sent: false, durationMs: 5 },
    ['info', 'was not sent: there was no connection, after 5 ms.'],
  ],
  [
    'a wait in seconds rounded up, and its end',
    'wait',
    wait,
    ['info', 'waits 30 s, until 2026-01-01T00:00:30.000Z.'],
  ],
  [
    'a wait whose end is not known',
    'wait',
    { ...wait, retryAt: undefined, waitMs: undefined },
    ['info', 'waits.'],
  ],
  [
    'a retry with its delay and reason',
    'retry',
    { ...sent, delayMs: 124.6, reason: '503' },
    ['info', 'is sent again in 125 ms, after: 503.'],
  ],
  ['a token that the API accepted', 'verified', sent, ['info', 'proved the token good.']],
  [
    'an answer of 429 and when the limit ends',
    'limited',
    { ...sent, retryAt },
    ['warn', 'was refused (429): the limit is reached until 2026-01-01T00:00:30.000Z.'],
  ],
  [
    'an answer of 429 that does not say when the limit ends',
    'limited',
    { ...sent, retryAt: undefined },
    ['warn', 'was refused (429): the limit is reached.'],
  ],
  [
    'a token that the API rejected',
    'rejected',
    { ...sent, retryAt: undefined, rejectedBy: 'api' },
    ['error', 'was rejected (401): nothing more is sent with this token.'],
  ],
  [
    'a token that one endpoint rejected',
    'rejected',
    { ...sent, retryAt, rejectedBy: 'endpoint' },
    ['error', 'was rejected (401): nothing more is sent to this endpoint until 2026-01-01T00:00:30.000Z.'],
  ],
  [
    'a lock with its reason',
    'locked',
    { ...sent, retryAt: undefined, reason: 'the answer says so' },
    ['error', 'was refused (403): no authentication is accepted, since the answer says so.'],
  ],
])('writes one line for %s', async (_, name, event, [level, line]) => {
  const { emitter, written, failed } = await setUp()
  emit(emitter, name, event)
  expect(written).toEqual([[level, `GET https://a.example/b ${line}`, expect.anything()]])
  expect(failed).not.toHaveBeenCalled()
})

it.each([
  ['as long as the limit for a long wait', 'info', { waitMs: longWaitMs, ahead: 0 }],
  ['longer than the limit for a long wait', 'warn', { waitMs: longWaitMs + 1, ahead: 0 }],
  ['longer than that limit but behind another call', 'info', { waitMs: longWaitMs + 1, ahead: 1 }],
  ['of unknown length', 'info', { waitMs: undefined, ahead: 0 }],
])('writes a wait %s at the level %s', async (_, level, length) => {
  const { emitter, written } = await setUp()
  emit(emitter, 'wait', { ...wait, ...length })
  expect(written.map(([at]) => at)).toEqual([level])
})

it('passes the name of the event and its fields as details', async () => {
  const { emitter, written } = await setUp()
  emit(emitter, 'request', { ...onTheWire, waitedMs: 0 })
  expect(written.map(([, , details]) => details)).toStrictEqual([
    { event: 'request', ...onTheWire, waitedMs: 0 },
  ])
})

it('passes the number of keys of a wait, and none of the keys', async () => {
  const { emitter, written } = await setUp()
  emit(emitter, 'wait', { ...wait, keys: [{ account: 'private' }, 'second'] })
  expect(written.map(([, , details]) => details)).toStrictEqual([{ event: 'wait', ...wait, keys: 2 }])
})

it('does not listen for the events of a level that is off', async () => {
  const { emitter } = await setUp(['debug', 'error'])
  const names = ['request', 'response', 'rejected', 'locked', 'retry', 'limited'] as const
  expect(names.filter((name) => emitter.wants(name))).toEqual(['retry', 'limited'])
})

it('writes the warning of a long wait even if the level of other waits is off', async () => {
  const { emitter, written } = await setUp(['info'])
  emit(emitter, 'wait', wait)
  emit(emitter, 'wait', { ...wait, waitMs: longWaitMs + 1 })
  expect(written.map(([level]) => level)).toEqual(['warn'])
})
