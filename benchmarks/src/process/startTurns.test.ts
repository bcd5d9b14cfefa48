import { expect, test } from 'vitest'
import { startTurns } from './startTurns.ts'

const script = new URL('testing/turnTaker.ts', import.meta.url)

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('one process takes all turns, and ends before its servers', async () => {
  let pid = 0
  const log: string[] = []
  const server: AsyncDisposable = {
    async [Symbol.asyncDispose]() {
      log.push(isRunning(pid) ? 'server before process' : 'server')
    },
  }
  {
    await using taker = await startTurns({ script, input: {}, servers: [server] })
    const first = await taker.turn()
    pid = Number(first['pid'])
    expect(first).toEqual({ turns: 1, pid })
    expect(await taker.turn()).toEqual({ turns: 2, pid })
    expect([isRunning(pid), log]).toEqual([true, []])
  }
  expect(log).toEqual(['server'])
})

test('a process that fails in its turn is a mistake', async () => {
  await using taker = await startTurns({ script, input: { failsAt: 2 } })
  await taker.turn()
  await expect(taker.turn()).rejects.toThrow(
    /turnTaker\.ts .*: ended with 1 before its turn was over\. Its own words are above\./,
  )
})

test('a process that fails at once is a mistake, and its servers end', async () => {
  let hasEnded = false
  const server: AsyncDisposable = {
    async [Symbol.asyncDispose]() {
      hasEnded = true
    },
  }
  const missing = new URL('testing/missing.ts', import.meta.url)
  await expect(startTurns({ script: missing, input: {}, servers: [server] })).rejects.toThrow('missing.ts')
  expect(hasEnded).toBe(true)
})
