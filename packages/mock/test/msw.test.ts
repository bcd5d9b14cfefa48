import { createMock } from '@bando/mock'
import { bandoHandlers } from '@bando/mock/msw'
import { setupServer } from 'msw/node'
import { expect, onTestFinished, test } from 'vitest'

test('MSW answers from the mock: limit, lockout and faults', async () => {
  const mock = createMock({ limit: { requests: 1, windowMs: 1000 } })
  const server = setupServer(...bandoHandlers(mock))
  server.listen()
  onTestFinished(() => server.close())
  const token = mock.tokens.issue()
  const ask = async (bearer: string) =>
    (
      await fetch('https://api.bando.cool/coolness?of=ice', {
        headers: { authorization: `Bearer ${bearer}` },
      })
    ).status
  mock.clock.freeze()
  expect([await ask(token), await ask(token)]).toEqual([200, 429])
  mock.advance(1000)
  mock.faults.next({ status: 503 })
  expect(await ask(token)).toBe(503)
  const refused: number[] = []
  for (let sent = 0; sent < 6; sent++) refused.push(await ask('wrong'))
  expect(refused).toEqual([401, 401, 401, 401, 401, 403])
  mock.faults.next({ breakage: 'reset-after' })
  await expect(ask(token)).rejects.toThrow()
})
