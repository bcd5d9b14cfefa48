import { expect, it } from 'vitest'
import { Fleet } from './Fleet.ts'

const limit = { requests: 60, windowMs: 2000 }
/** `pnpm soak` and `pnpm nightly` start as many processes as the promise is shown with. */
const isLong = (process.env['BANDO_SOAK'] ?? process.env['BANDO_RUNS']) !== undefined

it('processes that start at once with a bad token send one invalid request in all', async () => {
  const processes = isLong ? 10 : 4
  const fleet = await Fleet.start({
    limit,
    width: 3,
    calls: 2,
    maxFlightMs: 600_000,
    token: 'bando_mistyped',
  })
  for (let count = 0; count < processes; count += 1) fleet.join()
  expect(await fleet.outcomes()).toEqual({ rejected: 6 * processes })
  expect(fleet.statuses).toEqual({ 401: 1 })
})

it('processes under load are refused nothing, and all that they call is served', async () => {
  const processes = isLong ? 20 : 5
  const served = 8 * processes
  const fleet = await Fleet.start({ limit, width: 4, calls: 2, maxFlightMs: 600_000 })
  const token = fleet.mock.tokens.issue()
  for (let count = 0; count < processes; count += 1) fleet.join({ token })
  expect(await fleet.outcomes()).toEqual({ served })
  expect(fleet.statuses).toEqual({ 200: served })
})

it('processes that are killed under load leave the others what they did not spend: nothing is refused', async () => {
  // The others wait so long for what a killed one had in flight.
  const fleet = await Fleet.start({ limit, width: 4, maxFlightMs: 1000, timeoutMs: 2000 })
  const staying = fleet.join()
  for (let kill = 0; kill < 3; kill += 1) {
    const victim = fleet.join()
    await fleet.served(20)
    await victim.kill()
  }
  await fleet.served(60)
  staying.stop()
  const { outcomes = {} } = (await staying.report) ?? {}
  expect(Object.keys(outcomes)).toEqual(['served'])
  expect(Object.keys(fleet.statuses)).toEqual(['200'])
})

it('processes go on after Redis was killed and started again: nothing is refused, and no call hangs', async () => {
  const fleet = await Fleet.start({ limit, width: 4, maxFlightMs: 1000 })
  for (let count = 0; count < 3; count += 1) fleet.join()
  await fleet.served(60)
  await fleet.redis.kill()
  expect(await fleet.redis.restart()).toBe(true)
  await fleet.served(90)
  const ending = fleet.outcomes()
  fleet.stop()
  expect(Object.keys(await ending)).toEqual(['served'])
  expect(Object.keys(fleet.statuses)).toEqual(['200'])
})
