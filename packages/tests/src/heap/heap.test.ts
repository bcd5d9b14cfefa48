import { expect, it } from 'vitest'
import { run } from '../processes/run.ts'

// What the engine takes for the same objects differs a little from version to version.
it.each([
  ['alone', 2000],
  ['with a signal', 2800],
  ['that others may share', 2200],
])('a waiting call %s takes at most %i bytes of heap', { timeout: 30_000 }, async (kind, mostBytes) => {
  const waiting = run('../heap/waiting.ts', [kind])
  const [count, bytes] = (await waiting.line())?.split(' ').map(Number) ?? []
  await waiting.ended
  expect(count).toBe(21_000)
  expect(bytes).toBeGreaterThan(500)
  expect(bytes).toBeLessThan(mostBytes)
})
