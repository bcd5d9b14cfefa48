import { spawn } from 'node:child_process'
import { once } from 'node:events'
// oxlint-disable-next-line no-restricted-imports -- draws the instant of a kill
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Mock, MockOptions } from '@bando/mock'
import { expect, it } from 'vitest'
import { folderAndMock, limit } from './folderAndMock.ts'

interface Member {
  /** Resolves when the process makes its calls. */
  readonly ready: Promise<unknown>
  readonly codes: Promise<string[]>
  /** At once. */
  end(way: keyof typeof signals): Promise<void>
}

interface Place {
  readonly mock: Mock
  readonly start: (token: string, calls: number, maxFlightMs: number) => Member
}

const member = fileURLToPath(new URL('member.ts', import.meta.url))
/** How `member.ts` is made to end. */
const signals = { killed: 'SIGKILL', stopped: 'SIGTERM', left: 'SIGUSR2', failed: 'SIGHUP' } as const
const ways = ['killed', 'stopped', 'left', 'failed'] as const
/** A hundred nightly. */
const kills = Math.min(100, Number(process.env['BANDO_RUNS'] ?? 4))
/**
 * Longer than a test may take, if no process is killed. Otherwise the others wait so long for it.
 */
const maxFlightMs = { unkilled: 600_000, killed: 2500 }

async function setUp(options: MockOptions): Promise<Place> {
  const { mock, memberArgs } = await folderAndMock(options)
  return {
    mock,
    start(token, calls, maxFlightMs) {
      const args = memberArgs({ token, calls, maxFlightMs })
      const child = spawn(process.execPath, ['--conditions=@bando/source', member, ...args])
      let said = ''
      child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
      child.stderr.pipe(process.stderr)
      const ended = once(child, 'close')
      return {
        ready: once(child.stdout, 'data'),
        codes: ended.then(() => JSON.parse(said.replace('ready\n', '')) as string[]),
        async end(way) {
          child.kill(signals[way])
          await ended
        },
      }
    },
  }
}

function statuses({ log }: Mock): Record<number, number> {
  const counts: Record<number, number> = {}
  for (const { status } of log) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

/** Resolves at the next response. */
function answered(mock: Mock): Promise<void> {
  return new Promise((resolve) => {
    const stop = mock.onRequest(() => {
      stop()
      resolve()
    })
  })
}

it('ten processes on one fileStore with a bad token cost one invalid request in all', async () => {
  const { mock, start } = await setUp({ limit })
  const members = Array.from({ length: 10 }, () => start('bando_mistyped', 5, maxFlightMs.unkilled))
  const codes = (await Promise.all(members.map((each) => each.codes))).flat()
  expect(codes).toEqual(Array.from({ length: 50 }, () => 'rejected'))
  expect(statuses(mock)).toEqual({ 401: 1 })
})

it('five processes on one fileStore share one budget', async () => {
  const { mock, start } = await setUp({ limit, algorithm: 'sliding-log', headers: 'none' })
  const token = mock.tokens.issue()
  const members = Array.from({ length: 5 }, () => start(token, 6, maxFlightMs.unkilled))
  const codes = (await Promise.all(members.map((each) => each.codes))).flat()
  expect(codes).toEqual(Array.from({ length: 30 }, () => 'served'))
  expect(statuses(mock)).toEqual({ 200: 30 })
})

it('processes that end in any way at random instants under load never exceed the limit, and the next is served', async () => {
  const { mock, start } = await setUp({ anonymousLimit: limit, algorithm: 'sliding-log', headers: 'none' })
  // Until the first response, calls go one at a time. A killed process blocks the others until its
  // lease ends.
  expect(await start('', 1, maxFlightMs.killed).codes).toEqual(['served'])
  for (let kill = 0; kill < kills; kill += 1) {
    const victim = start('', 1000, maxFlightMs.killed)
    victim.codes.catch(() => {})
    // Every second process lives until its first response, at any speed of the machine.
    await (kill % 2 === 0 ? victim.ready : answered(mock))
    // The instant is random, so it is a real one.
    await sleep(Math.random() * 300)
    await victim.end(ways[kill % ways.length] ?? 'killed')
  }
  expect(await start('', 1, maxFlightMs.killed).codes).toEqual(['served'])
  const { 200: served = 0, ...others } = statuses(mock)
  expect(others).toEqual({})
  expect(served).toBeGreaterThan(kills / 2)
})
