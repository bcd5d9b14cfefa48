import { spawnSync } from 'node:child_process'
import type { Mock, MockOptions } from '@bando/mock'
import { describe, expect, it } from 'vitest'
import { folderAndMock, limit } from './folderAndMock.ts'
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

const maxFlightMs = 600_000

async function setUp(options: MockOptions) {
  const { mock, memberArgs } = await folderAndMock(options)
  /** Makes calls in a process behind `prefix`, and returns how each ended. */
  const codes = async (prefix: string[], token: string, calls: number): Promise<string[]> => {
    const member = run('member.ts', memberArgs({ token, calls, maxFlightMs }), prefix)
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
