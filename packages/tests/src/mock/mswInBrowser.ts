import { createMock } from '@bando/mock'
import { bandoHandlers } from '@bando/mock/msw'
import { setupWorker } from 'msw/browser'

/** Returns the responses that a page's `fetch` gets while MSW's service worker replaces the API. */
async function play(): Promise<unknown> {
  const mock = createMock({ limit: { requests: 1, windowMs: 1000 }, lockout: { attempts: 2 } })
  mock.clock.freeze()
  const token = mock.tokens.issue()
  await setupWorker(...bandoHandlers(mock)).start({ quiet: true })
  const ask = (bearer: string): Promise<Response> =>
    fetch('https://api.bando.cool/coolness', { headers: { authorization: `Bearer ${bearer}` } })
  const served = await ask(token)
  const limited = await ask(token)
  mock.advance(1000)
  mock.faults.next({ breakage: 'reset-before' })
  const broken = await ask(token).then(
    () => 'answered',
    (error: unknown) => (error as Error).name,
  )
  const refused = [await ask('wrong'), await ask('wrong'), await ask(token)]
  return {
    body: await served.json(),
    statuses: [served, limited, ...refused].map(({ status }) => status),
    told: [served.headers.get('ratelimit'), limited.headers.get('retry-after')],
    broken,
  }
}

Object.assign(globalThis, { play })
