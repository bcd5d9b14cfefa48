import { expect, test, vi } from 'vitest'
import { ClientClock } from './ClientClock.ts'
import { MockClock } from './MockClock.ts'

const keepAlive = { keepAlive: false }

function clocks(): {
  mock: MockClock
  client: ClientClock
  fired: string[]
  note: (name: string) => () => void
} {
  const mock = new MockClock()
  mock.freeze()
  const fired: string[] = []
  return { mock, client: new ClientClock(mock), fired, note: (name) => () => fired.push(name) }
}

test('timers fire once and in order when the mock’s time is moved', async () => {
  const { mock, client, fired, note } = clocks()
  client.schedule(note('late'), 3_600_000, keepAlive)
  client.schedule(note('soon'), 1000, keepAlive)
  const cancel = client.schedule(note('cancelled'), 1000, keepAlive)
  cancel()
  mock.advance(999)
  await Promise.resolve()
  expect(fired).toEqual([])
  mock.advance(3_600_000)
  await Promise.resolve()
  expect(fired).toEqual(['soon', 'late'])
  mock.advance(1)
  await Promise.resolve()
  expect(fired).toEqual(['soon', 'late'])
})

test('time continues when the mock is reset, and never runs backwards', () => {
  const { mock, client } = clocks()
  const before = mock.now()
  mock.advance(5000)
  expect(client.now()).toBe(5000)
  mock.reset()
  mock.freeze()
  expect(client.now()).toBeGreaterThanOrEqual(5000)
  expect(client.epoch()).toBe(mock.now())
  expect(mock.now()).toBeLessThan(before + 5000)
})

test('timers follow the pace of the mock', async () => {
  const mock = new MockClock()
  mock.setScale(3_600_000)
  const client = new ClientClock(mock)
  await new Promise<void>((resolve) => {
    client.schedule(resolve, 3_600_000, { keepAlive: true })
  })
  expect(client.now()).toBeGreaterThanOrEqual(3_600_000)
})

test('the mock’s clock has no listener while no timer is set', () => {
  const { mock, client } = clocks()
  const onMove = vi.spyOn(mock, 'onMove')
  const cancel = [client.schedule(() => {}, 5, keepAlive), client.schedule(() => {}, 9, keepAlive)]
  expect(onMove).toHaveBeenCalledTimes(1)
  for (const each of cancel) each()
  client.schedule(() => {}, 5, keepAlive)
  expect(onMove).toHaveBeenCalledTimes(2)
})

test('a timer may cancel another that is due at the same time', async () => {
  const { mock, client, fired, note } = clocks()
  const cancels: (() => void)[] = []
  client.schedule(() => cancels[0]?.(), 5, keepAlive)
  cancels.push(client.schedule(note('cancelled'), 5, keepAlive))
  mock.advance(5)
  await Promise.resolve()
  expect(fired).toEqual([])
})
