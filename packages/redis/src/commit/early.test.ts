import { expect, it } from 'vitest'
import { defaults } from '../parseOptions.ts'
import { redisPort } from '../redisPort.ts'

it('a commit that is ahead of the time of Redis waits for that before it tries again', async () => {
  const replies = [
    // The state is of a time to come.
    ['changed', '1000', '1', '1020', 'other.1', 'text', ''],
    ['early', '1001', '1', '1020', 'other.1', '', ''],
    ['early', '1012.5', '1', '1020', 'other.1', '', ''],
    ['done', '1020', '2', '1020', 'me.2', '', ''],
  ]
  const pauses: number[] = []
  const evalsha = (): Promise<unknown> => Promise.resolve(replies.shift())
  const subscriber = (): never => {
    throw new Error('No member watches.')
  }
  const port = redisPort(
    { evalsha, eval: evalsha, subscriber },
    {
      ...defaults,
      now: () => 0,
      random: () => 0.5,
      pause: async (ms) => {
        pauses.push(ms)
      },
    },
  )
  const { signal } = new AbortController()
  const context = { at: () => 0, signal, onDamage() {} }
  const committed = await port.commit('key', () => ({ next: 'next', result: 'a result' }), context)
  expect(committed).toEqual({ result: 'a result', at: 1020, version: 2 })
  expect(pauses).toEqual([19, 7.5])
  expect(replies).toEqual([])
})
