import { expect, it } from 'vitest'
import { Line } from './Line.ts'

/** A member's place in line. Its pauses end when the test says so. */
function setUp(random = 1) {
  const time = { now: 1000 }
  const pauses: { readonly ms: number; readonly end: () => void }[] = []
  const line = new Line({
    member: 'me',
    now: () => time.now,
    random: () => random,
    pause: (ms, signal) =>
      new Promise((resolve, reject) => {
        pauses.push({ ms, end: resolve })
        signal.addEventListener('abort', () => reject(new Error('aborted')))
      }),
  })
  const { signal } = new AbortController()
  /** Resolves to whether it is over by now. */
  const isOver = async (turn: Promise<void>): Promise<boolean> =>
    Promise.race([turn.then(() => true), new Promise<boolean>((resolve) => setImmediate(resolve, false))])
  return { time, pauses, line, signal, isOver }
}

it('a member has its turn at once if it is called, or if none is', async () => {
  const { line, signal, pauses } = setUp()
  await line.turn(100, signal)
  line.learn('me', 1)
  await line.turn(100, signal)
  expect(pauses).toEqual([])
})

it('a member waits until it is called, or for so long', async () => {
  const { line, signal, pauses, isOver } = setUp()
  line.learn('other', 1)
  const turn = line.turn(100, signal)
  expect(pauses).toMatchObject([{ ms: 100 }])
  line.learn('another', 2)
  expect(await isOver(turn)).toBe(false)
  line.learn('me', 3)
  expect(await isOver(turn)).toBe(true)
  line.learn('other', 4)
  const next = line.turn(50, signal)
  pauses[1]?.end()
  expect(await isOver(next)).toBe(true)
})

it('a member has its turn when the line is empty', async () => {
  const { line, signal, isOver } = setUp()
  line.learn('other', 1)
  const turn = line.turn(100, signal)
  line.learn('', 2)
  expect(await isOver(turn)).toBe(true)
})

it('what was told before is no news, though it is heard later', async () => {
  const { line, signal, pauses } = setUp()
  line.learn('me', 5)
  line.learn('other', 4)
  await line.turn(100, signal)
  expect(pauses).toEqual([])
})

it('a wait ends as its signal aborts, with the reason of that', async () => {
  const { line } = setUp()
  line.learn('other', 1)
  const controller = new AbortController()
  const turn = line.turn(100, controller.signal)
  controller.abort(new Error('enough'))
  await expect(turn).rejects.toThrow('enough')
})

it('a member lets another go that was called less than 100 ms ago', async () => {
  const { line, signal, time, pauses, isOver } = setUp(0.5)
  await line.letOthersGo(signal)
  line.learn('other', 1)
  time.now += 99
  const polite = line.letOthersGo(signal)
  expect(pauses).toMatchObject([{ ms: 75 }])
  expect(await isOver(polite)).toBe(false)
  pauses[0]?.end()
  expect(await isOver(polite)).toBe(true)
  time.now += 1
  await line.letOthersGo(signal)
  // It is called again, after a commit of a third one.
  line.learn('other', 2)
  expect(await isOver(line.letOthersGo(signal))).toBe(false)
})
