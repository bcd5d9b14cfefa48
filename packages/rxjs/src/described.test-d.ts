import type { Bando, BandoPaths, BandoResponse } from '@bando/core'
import { createBando } from '@bando/core'
import type { Observable } from 'rxjs'
import { of } from 'rxjs'
import { describe, expectTypeOf, it } from 'vitest'
import { fromBando, fromEach, mapToBando, pollBando } from './index.ts'

const typed = createBando<BandoPaths>()
const plain = createBando()

type DataOfStream<Stream> = Stream extends Observable<BandoResponse<infer Data>> ? Data : never
type Coolness = { readonly coolness: number; readonly of: string }

describe('a client that knows the description', () => {
  it('types the data, whether the request is a path or an object', () => {
    const path$ = fromBando(typed, '/coolness', { query: { of: 'Berlin' } })
    const request$ = fromBando(typed, { path: '/coolness' })
    expectTypeOf<DataOfStream<typeof path$>>().toExtend<Coolness>()
    expectTypeOf<DataOfStream<typeof request$>>().toExtend<Coolness>()
    expectTypeOf(fromBando(typed, '/coolness', { as: 'text' })).toEqualTypeOf<
      Observable<BandoResponse<string>>
    >()
  })

  it('checks the path, the method, the query and the parameters', () => {
    fromBando(typed, '/api/v1/tokens/{networkKey}/', { params: { networkKey: 'arb' } })
    // @ts-expect-error -- no such path
    fromBando(typed, '/cool')
    // @ts-expect-error -- no such path
    fromBando(typed, { path: '/cool' })
    // @ts-expect-error -- no such parameter
    fromBando(typed, '/coolness', { query: { fo: 'Berlin' } })
    // @ts-expect-error -- `networkKey` is missing
    fromBando(typed, '/api/v1/tokens/{networkKey}/')
    // @ts-expect-error -- `networkKey` is missing
    fromBando(typed, { path: '/api/v1/tokens/{networkKey}/' })
    // @ts-expect-error -- it cannot be read
    fromBando(typed, '/api/v1/quotes/')
    // @ts-expect-error -- it needs a body
    fromBando(typed, '/api/v1/quotes/', { method: 'POST' })
  })

  it('types what streams of requests give', () => {
    const each$ = fromEach(typed, ['arb'], (networkKey) => ({
      path: '/api/v1/tokens/{networkKey}/',
      params: { networkKey },
    }))
    const one$ = fromBando(typed, '/api/v1/tokens/{networkKey}/', { params: { networkKey: 'arb' } })
    expectTypeOf(each$).toEqualTypeOf<typeof one$>()
    const mapped$ = of('arb').pipe(
      mapToBando(typed, (networkKey: string) => ({
        path: '/api/v1/tokens/{networkKey}/',
        params: { networkKey },
      })),
    )
    expectTypeOf(mapped$).toEqualTypeOf<typeof one$>()
    const polled$ = pollBando(typed, '/coolness', { everyMs: 1000, until: ({ data }) => data.coolness > 10 })
    expectTypeOf<DataOfStream<typeof polled$>>().toExtend<Coolness>()
    const paths$ = fromEach(typed, ['Berlin'], (of) => ({ path: '/coolness', query: { of } }))
    expectTypeOf<DataOfStream<typeof paths$>>().toExtend<Coolness>()
    // @ts-expect-error -- no such path
    fromEach(typed, [1, 2], () => ({ path: '/cool' }))
    // @ts-expect-error -- `params` is missing
    of('arb').pipe(mapToBando(typed, () => ({ path: '/api/v1/tokens/{networkKey}/' })))
    // @ts-expect-error -- no such path
    pollBando(typed, '/cool', { everyMs: 1000 })
  })

  it('takes through a `Bando` what the description does not know', () => {
    const any: Bando = typed
    expectTypeOf(fromBando<number>(any, '/new')).toEqualTypeOf<Observable<BandoResponse<number>>>()
  })
})

describe('a client that knows none', () => {
  it('takes any path, and leaves the data to the caller', () => {
    expectTypeOf(fromBando(plain, '/a')).toEqualTypeOf<Observable<BandoResponse>>()
    expectTypeOf(fromEach<string, number>(plain, 'a', (id) => id)).toEqualTypeOf<
      Observable<BandoResponse<number>>
    >()
    expectTypeOf(of(1).pipe(mapToBando(plain, String))).toEqualTypeOf<Observable<BandoResponse>>()
    expectTypeOf(pollBando<number>(plain, '/a', { everyMs: 1 })).toEqualTypeOf<
      Observable<BandoResponse<number>>
    >()
  })

  it('types a result and what stands in for an error', () => {
    const results$ = fromEach(plain, [1], String, { select: (_, id) => `${id}`, catchEach: () => of(false) })
    expectTypeOf(results$).toEqualTypeOf<Observable<string | boolean>>()
  })
})
