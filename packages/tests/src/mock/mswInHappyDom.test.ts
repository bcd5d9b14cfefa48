// @vitest-environment happy-dom
import { createMock } from '@bando/mock'
import { bandoHandlers } from '@bando/mock/msw'
import { setupServer } from 'msw/node'
import { setupServer as setupServer2 } from 'msw2/node'
import { expect, it, onTestFinished } from 'vitest'

// Under MSW, happy-dom's preflight has none of its own fields, because scripts may not set them.
it.each([
  ['3', setupServer],
  ['2', setupServer2],
] as const)(
  'in happy-dom under MSW %s only the request itself is counted, with its credentials',
  async (_, setup) => {
    const mock = createMock()
    const server = (setup as typeof setupServer)(...bandoHandlers(mock))
    server.listen()
    onTestFinished(() => server.close())
    const token = mock.tokens.issue()
    const response = await fetch('https://api.bando.cool/coolness', {
      headers: { authorization: `Bearer ${token}`, 'x-own': '1' },
      credentials: 'include',
    })
    expect([response.status, await response.json()]).toEqual([200, { coolness: 100, of: 'bando' }])
    const counted = mock.log.filter((entry) => entry.counted)
    expect(counted.map(({ method, verdict }) => [method, verdict])).toEqual([['GET', 'served']])
    expect(mock.state.callers.map(({ used }) => used)).toEqual([1])
  },
)
