import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { Worker } from 'node:worker_threads'
import type { Mock, MockOptions } from '@bando/mock'
import { describe, expect, it } from 'vitest'
import { folderAndMock, limit } from './folderAndMock.ts'

const maxFlightMs = 600_000

async function setUp(options: MockOptions) {
  const { mock, memberArgs } = await folderAndMock(options)
  /** Makes calls in two threads, with a store in one folder or none, and returns how each ended. */
  const codes = async (token: string, calls: number, store?: 'none'): Promise<string[]> => {
    const argv = memberArgs({ token, calls, maxFlightMs, ...(store && { store }) })
    const thread = async (): Promise<string[]> => {
      const worker = new Worker(new URL('member.ts', import.meta.url), {
        argv,
        execArgv: ['--conditions=@bando/source'],
        stdout: true,
      })
      const [said] = await Promise.all([text(worker.stdout), once(worker, 'exit')])
      return JSON.parse(said.replace('ready\n', '')) as string[]
    }
    return (await Promise.all([thread(), thread()])).flat()
  }
  return { mock, codes }
}

function statuses({ log }: Mock): number[] {
  return log.map(({ status }) => status)
}

describe('two threads of one process', () => {
  it('share one budget through a fileStore', async () => {
    const { mock, codes } = await setUp({ limit, algorithm: 'sliding-log', headers: 'none' })
    const found = await codes(mock.tokens.issue(), 8)
    expect(found).toEqual(Array.from({ length: 16 }, () => 'served'))
    expect(statuses(mock)).toEqual(Array.from({ length: 16 }, () => 200))
  })

  it('without a store know nothing of each other, as the README says', async () => {
    const { mock, codes } = await setUp({ limit })
    expect(await codes('bando_mistyped', 3, 'none')).toEqual(Array.from({ length: 6 }, () => 'rejected'))
    expect(statuses(mock)).toEqual([401, 401])
  })
})
