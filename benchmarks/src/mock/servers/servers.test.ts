import { expect, test } from 'vitest'
import { firstAnswer } from '../process/firstAnswer.ts'
import { ServerProcess } from '../process/ServerProcess.ts'
import { servers } from './servers.ts'

test.each(servers)('$name answers what all others do', async (server) => {
  await using started = await ServerProcess.start(server, { probed: true })
  const body = await firstAnswer(started.url, new AbortController().signal)
  expect(JSON.parse(body)).toEqual({ coolness: 100, of: 'bando' })
  expect(await started.usage()).toMatchObject({ cpuMs: expect.any(Number), heldBytes: expect.any(Number) })
})
