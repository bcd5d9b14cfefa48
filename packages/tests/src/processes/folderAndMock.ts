import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Mock, MockOptions } from '@bando/mock'
import { createMock } from '@bando/mock'
import { onTestFinished } from 'vitest'

export const limit = { requests: 10, windowMs: 1000 }

export interface FolderAndMock {
  readonly folder: string
  readonly mock: Mock
  readonly url: string
  /** The arguments of `member.ts`. */
  readonly memberArgs: (call: MemberCalls) => string[]
}

export interface MemberCalls {
  readonly token: string
  readonly calls: number
  /**
   * Longer than a test may take, if no process is killed. Then a member that is taken for dead
   * shows.
   */
  readonly maxFlightMs: number
  /** By default, the store is in the folder. */
  readonly store?: 'none'
}

/** Makes a folder for a store, and a mock behind real HTTP. Both end with the test. */
export async function folderAndMock(options: MockOptions): Promise<FolderAndMock> {
  const folder = await mkdtemp(join(tmpdir(), 'bando-'))
  const mock = createMock(options)
  const { url, close } = await mock.listen()
  onTestFinished(async () => {
    await close()
    await rm(folder, { recursive: true })
  })
  const { requests, windowMs } = limit
  const memberArgs = ({ token, calls, maxFlightMs, store }: MemberCalls): string[] =>
    [store === 'none' ? '' : folder, url, token, requests, windowMs, calls, maxFlightMs].map(String)
  return { folder, mock, url, memberArgs }
}
