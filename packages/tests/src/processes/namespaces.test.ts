import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Mock, MockOptions } from '@bando/mock'
import { createMock } from '@bando/mock'
import { describe, expect, it, onTestFinished } from 'vitest'
import { run } from './run.ts'

/**
 * Runs what follows as process 1 of a namespace of its own, on a host of that name, as a container
 * does.
 */
function container(host: string): string[] {
  return ['unshare', '--pid', '--fork', '--uts', 'sh', '-c', 'hostname "$0" && exec "$@"', host]
}

const [command, ...args] = [...container('probe'), 'true']
const hasNamespaces = spawnSync(command, args).status === 0

const limit = { requests: 10, windowMs: 1000 }
/** Longer than a test may take, so that a member that is taken for gone would show. */
const maxFlightMs = 600_000

async function setUp(options: MockOptions) {
  const folder = await mkdtemp(join(tmpdir(), 'bando-'))
  const mock = createMock(options)
  const { url, close } = await mock.listen()
  onTestFinished(async () => {
    await close()
    await rm(folder, { recursive: true })
  })
  const { requests, windowMs } = limit
  /** Makes calls in a process behind `prefix`, and returns how each ended. */
  const codes = async (prefix: string[], token: string, calls: number): Promise<string[]> => {
    const args = [folder, url, token, requests, windowMs, calls, maxFlightMs].map(String)
    const member = run('member.ts', args, prefix)
    await member.line()
    const line = await member.line()
    await member.ended
    return JSON.parse(line ?? '[]') as string[]
  }
  return { mock, codes }
}

function statuses({ log }: Mock): number[] {
  return [...new Set(log.map(({ status }) => status))]
}

describe.skipIf(!hasNamespaces)(
  'members in namespaces of their own (needs unshare, and the right to use it)',
  () => {
    it.each([
      ['with one host name', ['one', 'one']],
      ['with host names of their own', ['one', 'two']],
    ])('share one budget: two containers %s', async (_, hosts) => {
      const { mock, codes } = await setUp({ limit, algorithm: 'sliding-log', headers: 'none' })
      const token = mock.tokens.issue()
      const found = await Promise.all(hosts.map((host) => codes(container(host), token, 8)))
      expect(found.flat()).toEqual(Array.from({ length: 16 }, () => 'served'))
      expect(statuses(mock)).toEqual([200])
    })

    it('share one budget: a container and its host', async () => {
      const { mock, codes } = await setUp({ limit, algorithm: 'sliding-log', headers: 'none' })
      const token = mock.tokens.issue()
      const found = await Promise.all([container('one'), []].map((prefix) => codes(prefix, token, 8)))
      expect(found.flat()).toEqual(Array.from({ length: 16 }, () => 'served'))
      expect(statuses(mock)).toEqual([200])
    })

    it('share one credential status: an invalid token costs one request', async () => {
      const { mock, codes } = await setUp({ limit })
      const found = await Promise.all(
        ['one', 'two', 'three'].map((host) => codes(container(host), 'bando_mistyped', 3)),
      )
      expect(found.flat()).toEqual(Array.from({ length: 9 }, () => 'rejected'))
      expect(mock.log.map(({ status }) => status)).toEqual([401])
    })
  },
)
