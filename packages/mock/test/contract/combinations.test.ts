import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCommand, type Command } from '../running/startCommand.ts'
import { Api, hourMs, times } from './Api.ts'

const algorithms = ['fixed-window', 'fixed-window-aligned', 'sliding-log', 'token-bucket', 'sliding-counter']
const headerStyles = ['standard', 'legacy', 'legacy-seconds', 'none']
const errorStyles = ['bando', 'legacy', 'problem', 'plain', 'empty']
const combinations = algorithms.flatMap((algorithm) =>
  headerStyles.flatMap((headers) => errorStyles.map((errors) => ({ algorithm, headers, errors }))),
)

let command: Command
beforeAll(async () => {
  command = await startCommand()
})
afterAll(() => command[Symbol.asyncDispose]())

test.for(combinations)('$algorithm, $headers headers and $errors errors go together', async (switches) => {
  const api = new Api(command)
  await api.admin('POST', 'reset')
  await api.admin('PATCH', 'clock', { frozen: true })
  await api.admin('PATCH', 'settings', { ...switches, limit: { requests: 3, windowMs: hourMs } })
  const token = api.standard

  expect(await api.statuses(3, { token })).toEqual(times(3, 200))
  const limited = await api.ask({ token })
  const rejected = await api.ask({ token: 'wrong' })
  await api.statuses(4, { token: 'wrong' })
  const locked = await api.ask({ token })
  expect([limited.status, rejected.status, locked.status]).toEqual([429, 401, 403])
  for (const { headers, text } of [limited, rejected, locked]) {
    const fields = Object.keys(headers).filter((name) => name.includes('ratelimit'))
    expect([fields.length, bodyStyle(headers['content-type'], text)]).toEqual([
      { standard: 2, none: 0 }[switches.headers] ?? 3,
      switches.errors,
    ])
  }
  const waits = [limited, rejected, locked].map(({ headers }) => 'retry-after' in headers)
  expect(waits).toEqual(switches.headers === 'none' ? [false, false, false] : [true, false, true])

  // Two whole windows make every budget new, and outlast the lock.
  await api.advance(2 * hourMs)
  expect(await api.statuses(4, { token })).toEqual([200, 200, 200, 429])
})

function bodyStyle(contentType: string | undefined, text: string): string {
  if (contentType === undefined) return text === '' ? 'empty' : 'unnamed'
  if (contentType === 'application/json')
    return 'errorCode' in (JSON.parse(text) as object) ? 'bando' : 'legacy'
  return contentType === 'application/problem+json' ? 'problem' : 'plain'
}
