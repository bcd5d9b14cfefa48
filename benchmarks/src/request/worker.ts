import { load, warmUp } from '../process/load.ts'
import { medianUs } from '../process/operation.ts'
import { input, report } from '../process/worker.ts'
import type { ClientName } from './clients.ts'
import { clients } from './clients.ts'

export interface Input {
  readonly client: ClientName
  /** The server's URL, or nothing for a stub instead of a server. */
  readonly url?: string
  readonly forMs: number
}

const many = 50
/** After so many the engine has compiled what each client runs. */
const warmUpCalls = 20_000
const body = JSON.stringify({ coolness: 100, of: 'bando' })
const headers = { 'content-type': 'application/json', 'content-length': String(body.length) }

/** Responds at once, without a socket. */
async function stub(): Promise<Response> {
  return new Response(body, { headers })
}

async function overStub({ client, forMs }: Input): Promise<void> {
  const send = await clients[client]({ url: 'http://127.0.0.1', fetch: stub, inFlight: many })
  let index = 0
  const one = (): Promise<unknown> => send((index += 1))
  await report({ one: await medianUs(one, forMs) })
  const all = (): Promise<unknown> => Promise.all(Array.from({ length: many }, one))
  await report({ many: (await medianUs(all, forMs)) / many })
}

async function overLoopback(url: string, { client, forMs }: Input): Promise<void> {
  const send = await clients[client]({ url, inFlight: many })
  await warmUp(send, many, warmUpCalls, 2 * forMs)
  const one = await load(send, 1, forMs)
  await report({ one: one.perSecond, cpuOne: one.cpuUs })
  const all = await load(send, many, forMs)
  await report({ many: all.perSecond, cpuMany: all.cpuUs })
}

const told = input as Input
await (told.url === undefined ? overStub(told) : overLoopback(told.url, told))
