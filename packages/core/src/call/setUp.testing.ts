import { onTestFinished } from 'vitest'
import type { Bando, BandoOptions } from '../index.ts'
import { createBando, memoryStore } from '../index.ts'
import { ManualClock, scriptedTransport } from '../testing/index.ts'
import { deferred } from '../deferred.testing.ts'
import type { ScriptedRequest } from '../testing/index.ts'

const quiet = { debug() {}, info() {}, warn() {}, error() {} }

/** A client on a clock that stands still and a transport that answers as told. */
export function setUp(
  outcome: (request: ScriptedRequest, index: number) => Response | Promise<Response>,
  options: BandoOptions = {},
): { bando: Bando; clock: ManualClock; requests: readonly ScriptedRequest[] } {
  const clock = new ManualClock()
  const transport = scriptedTransport(outcome)
  const bando = createBando({
    token: 'bando_good',
    store: memoryStore(),
    clock,
    random: () => 0.5,
    fetch: transport,
    logger: quiet,
    ...options,
  })
  onTestFinished(() => bando.close())
  return { bando, clock, requests: transport.requests }
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  })
}

/** What the API sends for a token that is not valid (RFC 6750, section 3.1). */
export function invalidToken(): Response {
  return json({}, 401, { 'www-authenticate': 'Bearer error="invalid_token"' })
}

/** A response that comes when it is let go. */
export function heldBack(): { promise: Promise<Response>; release: (response?: Response) => void } {
  const { promise, resolve } = deferred<Response>()
  return { promise, release: (response) => resolve(response ?? json({})) }
}

/** What a promise rejects with. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('it was expected to fail, and did not')
}
