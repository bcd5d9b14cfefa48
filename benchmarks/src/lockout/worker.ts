import { LockoutServer, VirtualTime } from '@bando/simulator'
import { input, report } from '../process/worker.ts'
import type { ClientName, Fetch } from './clients.ts'
import { clients } from './clients.ts'

export interface Input {
  readonly client: ClientName
}

const calls = 50
const latencyMs = 50
const rightTokenAtMs = 2000
const pauseMs = 5000
const revoked = 'bando_revoked'
const right = 'bando_right'

const { client } = input as Input
// Not replaced: the parent is told in real time.
using time = VirtualTime.everywhere(Date.UTC(2026, 0, 1))
const server = new LockoutServer()
server.issue(revoked)
server.revoke(revoked)
server.issue(right)

let token = revoked
let invalid = 0
let firstSuccessMs: number | undefined

const fetch: Fetch = async (resource, init) => {
  const { headers } = new Request(resource, init)
  const sent = headers.get('authorization')?.replace('Bearer ', '') ?? ''
  await time.wait(latencyMs / 2)
  const response = server.handle(sent, time.now())
  if (sent === revoked) invalid += 1
  await time.wait(latencyMs / 2)
  if (response.status === 204) return Response.json({ coolness: 100 })
  return response
}

const listeners: ((token: string) => void)[] = []
const call = await clients[client]({ fetch, token: () => token, onToken: (each) => listeners.push(each) })
time.schedule(() => {
  token = right
  for (const listener of listeners) listener(right)
}, rightTokenAtMs)

/** A caller whose call fails makes it again after a pause. */
async function insist(index: number): Promise<void> {
  for (;;) {
    try {
      await call(index)
      firstSuccessMs ??= time.now()
      return
    } catch {
      await time.wait(pauseMs)
    }
  }
}

for (let index = 0; index < calls; index += 1) void insist(index)
await time.runFor(3_600_000)
await report({
  invalid,
  lockouts: server.lockouts,
  firstSuccess: firstSuccessMs ?? 'never in an hour',
})
