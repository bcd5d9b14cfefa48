import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { Worker } from 'node:worker_threads'
import type { Mock, MockOptions } from '@bando/mock'
import { createMock } from '@bando/mock'
import { describe, expect, it, onTestFinished } from 'vitest'

const limit = { requests: 10, windowMs: 1000 }
const maxFlightMs = 600_000

async function setUp(options: MockOptions) {
  const folder = await mkdtemp(join(tmpdir(), 'bando-'))
  const mock = createMock(options)
  const { url, close } = await mock.listen()
  onTestFinished(async () => {
    await close()
    await rm(folder, { recursive: true })
  })
  /** Makes calls in two threads, with a store in `folder` or none, and returns how each ended. */
  const codes = async (token: string, calls: number, store: 'store' | 'none'): Promise<string[]> => {
    const { requests, windowMs } = limit
    const place = store === 'store' ? folder : ''
    const argv = [place, url, token, requests, windowMs, calls, maxFlightMs].map(String)
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
    const found = await codes(mock.tokens.issue(), 8, 'store')
    expect(found).toEqual(Array.from({ length: 16 }, () => 'served'))
    expect(statuses(mock)).toEqual(Array.from({ length: 16 }, () => 200))
  })

  it('without a store know nothing of each other, as the README says', async () => {
    const { mock, codes } = await setUp({ limit })
    expect(await codes('bando_mistyped', 3, 'none')).toEqual(Array.from({ length: 6 }, () => 'rejected'))
    expect(statuses(mock)).toEqual([401, 401])
  })
})
