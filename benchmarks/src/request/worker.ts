import type { Sample } from '../frame/Benchmark.ts'
import type { Send } from '../process/load.ts'
import { loadTurns, warmUp } from '../process/load.ts'
import { medianUs } from '../process/operation.ts'
import { input, takeTurns } from '../process/worker.ts'
import { median } from '../report/statistics.ts'
import type { ClientName } from './clients.ts'
import { clients } from './clients.ts'

export interface Input {
  readonly client: ClientName
  /** The server's URL, or nothing for a stub instead of a server. */
  readonly url?: string
  /** How long to measure each metric in a turn. */
  readonly turnMs: number
}

const many = 50
/** After so many the engine has compiled what each client runs. */
const warmUpCalls = 20_000
const mostWarmUpMs = 4000
const body = JSON.stringify({ coolness: 100, of: 'bando' })
const headers = { 'content-type': 'application/json', 'content-length': String(body.length) }

/** Responds at once, without a socket. */
async function stub(): Promise<Response> {
  return new Response(body, { headers })
}

/** Returns what measures a turn: the median time of a call. */
function medianTurns(send: Send, turnMs: number): () => Promise<Sample> {
  let index = 0
  const one = (): Promise<unknown> => send((index += 1))
  const all = (): Promise<unknown> => Promise.all(Array.from({ length: many }, one))
  const ones: number[] = []
  const alls: number[] = []
  return async () => {
    ones.push(await medianUs(one, turnMs))
    alls.push(await medianUs(all, turnMs))
    return { one: median(ones), many: median(alls) / many }
  }
}

const { client, url, turnMs } = input as Input
const setting = url === undefined ? { url: 'http://127.0.0.1', fetch: stub } : { url }
const send = await clients[client]({ ...setting, inFlight: many })
await warmUp(send, many, warmUpCalls, mostWarmUpMs)
await takeTurns(url === undefined ? medianTurns(send, turnMs) : loadTurns(send, { many, turnMs }))
