import type { Bando } from '@bando/core'
import { createBando } from '@bando/core'
import { fromEach, mapToBando } from '@bando/rxjs'
import type { Observable } from 'rxjs'
import { from, lastValueFrom, map, mergeMap, range, tap } from 'rxjs'
import { heldBytes } from '../process/heldBytes.ts'
import { input, report } from '../process/worker.ts'

export interface Input {
  readonly way: keyof typeof ways
  readonly items: number
}

const inFlight = 4
const token = 'bando_benchmark'
const url = 'https://api.bando.cool'
const body = JSON.stringify({ coolness: 100 })

/** Responds at once, without a socket. */
async function stub(): Promise<Response> {
  return new Response(body, { headers: { 'content-type': 'application/json' } })
}

function client(): Bando {
  return createBando({
    baseUrl: url,
    token,
    fetch: stub,
    limit: { requests: 100_000_000, windowMs: 3_600_000 },
  })
}

function* numbers(items: number): Generator<number> {
  for (let index = 0; index < items; index += 1) yield index
}

const request = (index: number): { path: string; query: { index: number } } => ({
  path: '/coolness',
  query: { index },
})

async function fetchOne(): Promise<unknown> {
  return (await stub()).json()
}

const ways = {
  'mergeMap and fetch': (items) => range(0, items).pipe(mergeMap(() => from(fetchOne()), inFlight)),
  'mergeMap and bando.get': (items) => {
    const bando = client()
    return range(0, items).pipe(mergeMap((index) => bando.get('/coolness', { query: { index } }), inFlight))
  },
  mapToBando: (items) => range(0, items).pipe(mapToBando(client(), request)),
  'fromEach(bando, …)': (items) => fromEach(client(), numbers(items), request),
} satisfies Record<string, (items: number) => Observable<unknown>>

const { way, items } = input as Input
const heldBefore = heldBytes()
const halfway = Math.floor(items / 2)
const startedAt = performance.now()
let pausedMs = 0
const measured = ways[way](items).pipe(
  map((_, index) => index),
  tap((index) => {
    if (index !== halfway) return
    const pausedAt = performance.now()
    void report({ held: heldBytes() - heldBefore })
    pausedMs = performance.now() - pausedAt
  }),
)
const last = await lastValueFrom(measured)
if (last !== items - 1) throw new Error(`${way}: emitted ${last + 1} values instead of ${items}.`)
await report({ us: ((performance.now() - startedAt - pausedMs) * 1000) / items })
