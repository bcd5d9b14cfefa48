import { describe, expect, it, onTestFinished } from 'vitest'
import type { Bando } from '../index.ts'
import { createBando } from '../index.ts'
import { ManualClock, SharedMemory } from '../testing/index.ts'
import { json } from './setUp.testing.ts'

const limit = { requests: 10_000, windowMs: 60_000 }
const latencyMs = 10

/** Members with a token that make calls without a pause, before a server that takes its time. */
function setUp() {
  const clock = new ManualClock()
  const disk = new SharedMemory()
  const server = { served: 0, inFlight: 0, mostInFlight: 0, isRevoked: false, rejected: 0 }
  const served: Record<string, number> = {}
  const start = (name: string, width: number): Bando => {
    const bando = createBando({
      token: 'bando_good',
      limit,
      store: disk.member(),
      clock,
      maxWaitMs: Infinity,
      retry: { attempts: 1 },
      fetch: () => {
        server.inFlight += 1
        server.mostInFlight = Math.max(server.mostInFlight, server.inFlight)
        return new Promise((resolve) =>
          clock.schedule(() => {
            server.inFlight -= 1
            if (server.isRevoked) server.rejected += 1
            else served[name] = (served[name] ?? 0) + 1
            resolve(json({}, server.isRevoked ? 401 : 200))
          }, latencyMs),
        )
      },
    })
    onTestFinished(() => bando.close())
    const work = async (): Promise<void> => {
      for (;;) await bando.get('/a', { dedupe: false })
    }
    // They end with the first call that fails.
    for (let worker = 0; worker < width; worker += 1) void work().catch(() => {})
    return bando
  }
  /** How many calls are served meanwhile, and how many commits are written for each. */
  const during = async (ms: number): Promise<{ calls: number; commitsPerCall: number }> => {
    const countCalls = (): number => Object.values(served).reduce((sum, count) => sum + count, 0)
    const [callsBefore, commitsBefore] = [countCalls(), disk.written.commits]
    await clock.advance(ms)
    const calls = countCalls() - callsBefore
    return { calls, commitsPerCall: (disk.written.commits - commitsBefore) / calls }
  }
  return { clock, disk, server, served, start, during }
}

describe('permits of a large limit that are held for calls with a token', () => {
  it.each([
    [1, 1, 100],
    [1, 20, 400],
    [2, 10, 400],
    [4, 5, 400],
  ])(
    'cost a call a twentieth of a commit at most, and use all slots (members: %i, calls at once: %i)',
    async (members, width, callsPerSecond) => {
      const { server, served, start, during } = setUp()
      for (let member = 0; member < members; member += 1) start(String(member), width)
      await during(800)
      const { calls, commitsPerCall } = await during(2000)
      expect(commitsPerCall).toBeLessThanOrEqual(0.05)
      expect(calls).toBeGreaterThanOrEqual(0.98 * 2 * callsPerSecond)
      expect(server.mostInFlight).toBeLessThanOrEqual(4)
      const shares = Object.values(served)
      expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.8 * Math.max(...shares))
    },
  )

  it('let no more than four requests be rejected if the token is revoked under load (P2)', async () => {
    const { clock, server, start, during } = setUp()
    for (let member = 0; member < 3; member += 1) start(String(member), 5)
    await during(503)
    server.isRevoked = true
    await clock.advance(1000)
    expect(server.rejected).toBeGreaterThanOrEqual(1)
    expect(server.rejected).toBeLessThanOrEqual(4)
  })

  it('are left by members to a fifth that joins them, which gets its turns', async () => {
    const { server, served, start, during } = setUp()
    for (let member = 0; member < 4; member += 1) start(String(member), 2)
    await during(400)
    start('late', 2)
    await during(900)
    const before = { ...served }
    await during(500)
    const shares = Object.keys(served).map((name) => (served[name] ?? 0) - (before[name] ?? 0))
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.5 * Math.max(...shares))
    expect(server.mostInFlight).toBeLessThanOrEqual(4)
  })
})
