import { expect, test } from 'vitest'
import { inFreshProcess } from './inFreshProcess.ts'

const script = new URL('testing/worker.ts', import.meta.url)
const metrics = ['early', 'late']

test('a sample has everything that the worker reports, and its process ends', async () => {
  const input = { parts: [{ early: 1 }, { late: 2 }] }
  expect(await inFreshProcess({ script, input, metrics })).toEqual({ early: 1, late: 2 })
})

test('what is missing at the time limit says so', async () => {
  const sample = await inFreshProcess({ script, input: { parts: [] }, metrics, timeLimitMs: 1 })
  expect(sample).toEqual({ early: 'over 0 s', late: 'over 0 s' })
})

test('a time limit that has passed does not change what was reported before', async () => {
  const input = { parts: [{ early: 1 }] }
  const sample = await inFreshProcess({ script, input, metrics, timeLimitMs: 5000 })
  expect(sample['late']).toBe('over 5 s')
  expect([1, 'over 5 s']).toContain(sample['early'])
})

test('a process that fails is a mistake that names what is missing', async () => {
  const input = { parts: [{ early: 1 }], fails: true }
  await expect(inFreshProcess({ script, input, metrics })).rejects.toThrow(
    /worker\.ts .*: ended with 1 before it had reported late\. Its own words are above\./,
  )
})
