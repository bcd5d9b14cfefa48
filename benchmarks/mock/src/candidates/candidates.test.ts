import { expect, test } from 'vitest'
import { firstAnswer } from '../process/firstAnswer.ts'
import { Process } from '../process/Process.ts'
import { candidates } from './candidates.ts'

test.each(candidates)('$name answers what all others do', async (candidate) => {
  await using server = await Process.start(candidate, { probed: true })
  const body = await firstAnswer(server.url, new AbortController().signal)
  expect(JSON.parse(body)).toEqual({ coolness: 100, of: 'bando' })
  expect(await server.usage()).toMatchObject({ cpuMs: expect.any(Number), heldBytes: expect.any(Number) })
})
