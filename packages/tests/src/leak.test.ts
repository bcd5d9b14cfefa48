import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import type { BandoEventName } from '@bando/core'
import { createBando } from '@bando/core'
import { fileStore } from '@bando/core/node'
import type { MockOptions } from '@bando/mock'
import { createMock } from '@bando/mock'
import { expect, it, onTestFinished, vi } from 'vitest'

const eventNames: readonly BandoEventName[] = [
  'request',
  'response',
  'noResponse',
  'wait',
  'retry',
  'limited',
  'rejected',
  'locked',
  'verified',
]

/** Everything that can be observed of a value. */
function everythingOf(value: unknown): string {
  const error = value instanceof Error ? `${value.stack}\n${value.message}\n${JSON.stringify(value)}` : ''
  return `${error}\n${inspect(value, { depth: 20, showHidden: true, getters: true })}\n${String(value)}`
}

interface Run {
  readonly seen: string
  readonly outcomes: readonly string[]
}

/** Makes six calls, with every kind of observer attached. */
async function run(
  options: MockOptions,
  prepare: (mock: ReturnType<typeof createMock>, token: string) => void,
  maxWaitMs: number,
): Promise<Run & { token: string }> {
  const seen: unknown[] = []
  const spies = (['debug', 'info', 'log', 'warn', 'error'] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation((...said) => void seen.push(said)),
  )
  const folder = await mkdtemp(join(tmpdir(), 'bando-'))
  const mock = createMock(options)
  const token = mock.tokens.issue()
  const { url, close } = await mock.listen()
  onTestFinished(async () => {
    await close()
    await rm(folder, { recursive: true })
  })
  prepare(mock, token)
  const look = (message: unknown): void => void seen.push(message)
  for (const name of eventNames) subscribe(`bando:${name}`, look)
  const say = (...said: unknown[]): void => void seen.push(said)
  const bando = createBando({
    token,
    baseUrl: url,
    store: fileStore(folder),
    maxWaitMs,
    retry: { attempts: 1 },
    logger: { debug: say, info: say, warn: say, error: say },
  })
  for (const name of eventNames) bando.on(name, say)
  bando.on('response', () => {
    throw new Error('a listener that throws')
  })
  bando.subscribe(() => seen.push(bando.state))
  const settled = await Promise.allSettled([
    bando.get('/coolness'),
    bando.fetch('/coolness?of=ice'),
    bando.get('/nowhere'),
    bando.post('/api/v1/quotes/', { token: 'not ours' }),
    bando.get('https://elsewhere.example/'),
    bando.get('/coolness', { timeoutMs: 1, query: { of: 'time' } }),
  ])
  seen.push(bando, bando.state, mock.log, mock.state)
  await bando.close()
  for (const outcome of settled) seen.push(outcome.status === 'fulfilled' ? outcome.value : outcome.reason)
  // The store is a database: its bytes are read as they are.
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) seen.push(await readFile(join(entry.parentPath, entry.name), 'latin1'))
  for (const name of eventNames) unsubscribe(`bando:${name}`, look)
  for (const spy of spies) spy.mockRestore()
  return { seen: seen.map(everythingOf).join('\n'), outcomes: settled.map(({ status }) => status), token }
}

function expectNoTrace(seen: string, token: string): void {
  for (const trace of [
    token,
    btoa(token),
    btoa(`Bearer ${token}`),
    encodeURIComponent(`Bearer ${token}`),
    'Bearer bando',
  ]) {
    expect(seen).not.toContain(trace.replace(/=+$/, ''))
  }
}

it('a run that succeeds shows the token nowhere', async () => {
  const { seen, token, outcomes } = await run({}, () => {}, 60_000)
  expect(outcomes[0]).toBe('fulfilled')
  expect(seen).toContain('/coolness')
  expectNoTrace(seen, token)
})

it.each<[string, Parameters<typeof run>]>([
  ['rejected', [{}, (mock, token) => mock.tokens.revoke(token), 50]],
  ['limited', [{ limit: { requests: 1, windowMs: 60_000 } }, () => {}, 50]],
  ['cut off', [{}, (mock) => mock.faults.add({ breakage: 'reset-before' }), 50]],
])('nor does a run that is %s', async (_, given) => {
  const { seen, token, outcomes } = await run(...given)
  expect(outcomes).toContain('rejected')
  expectNoTrace(seen, token)
})
