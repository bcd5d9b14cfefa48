import type { BandoOptions } from '../index.ts'
import { json, setUp } from '../call/setUp.testing.ts'
import type { ManualClock, ScriptedRequest } from '../testing/index.ts'
import { createProxy } from './createProxy.ts'
import type { ProxyOptions } from './ProxyOptions.ts'

type Answer = (request: ScriptedRequest, index: number) => Response | Promise<Response>

/** A proxy under `/bando` before a scripted API, on a clock that stands still. */
export function setUpProxy(
  options: Partial<ProxyOptions> = {},
  answer: Answer = () => json({ ok: true }),
  client: BandoOptions = {},
): {
  ask: (target: string, init?: RequestInit) => Promise<Response>
  clock: ManualClock
  requests: readonly ScriptedRequest[]
} {
  const { bando, clock, requests } = setUp(answer, client)
  const proxy = createProxy(bando, {
    allow: [
      'GET /api/v1/products/grouped/',
      'GET /api/v1/wallets/:address/',
      'GET /api/v1/wallets/:address/transactions/:id/',
      'POST /api/v1/quotes/',
    ],
    basePath: '/bando',
    clock,
    ...options,
  })
  return {
    ask: (target, init) => proxy(new Request(new URL(target, 'https://shop.example'), init)),
    clock,
    requests,
  }
}
