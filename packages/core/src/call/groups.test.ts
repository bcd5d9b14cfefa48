import { expect, it } from 'vitest'
import { json, setUp } from './setUp.testing.ts'

const windowMs = 1000

it('serves groups in turns, in the order of an exact log, however many calls one of them has waiting', async () => {
  const { bando, clock, requests } = setUp(() => json({}), {
    limit: { requests: 2, windowMs },
    maxInFlight: 1,
    maxWaitMs: Infinity,
  })
  await bando.get('/first')
  const calls = Array.from({ length: 6 }, (_, index) => bando.get(`/greedy${index}`, { group: 'greedy' }))
  for (const user of ['a', 'b']) calls.push(bando.get(`/${user}`, { group: user }))
  await clock.advance(2 * windowMs)
  calls.push(bando.get('/late', { group: 'late' }))
  await clock.advance(10 * windowMs)
  await Promise.all(calls)
  const paths = requests.map(({ url }) => new URL(url).pathname.slice(1))
  // Two go in each window: `late` comes when four have gone, and waits for none of the calls that
  // the greedy user has left.
  expect(paths).toEqual([
    'first',
    'greedy0',
    'greedy1',
    'a',
    'b',
    'late',
    'greedy2',
    'greedy3',
    'greedy4',
    'greedy5',
  ])
})
