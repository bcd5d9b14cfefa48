import { expect, test } from 'vitest'
import { startTurns } from './startTurns.ts'

const script = new URL('testing/turnTaker.ts', import.meta.url)

test('one process takes all turns, and ends before its servers', async () => {
  const log: string[] = []
  const server: AsyncDisposable = {
    async [Symbol.asyncDispose]() {
      log.push('server')
    },
  }
  {
    await using taker = await startTurns({ script, input: {}, servers: [server] })
    expect(await taker.turn()).toEqual({ turns: 1 })
    expect(await taker.turn()).toEqual({ turns: 2 })
    expect(log).toEqual([])
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
