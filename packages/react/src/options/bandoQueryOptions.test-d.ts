import { createBando } from '@bando/core'
import type { BandoError } from '@bando/core'
import {
  QueryClient,
  skipToken,
  useIsFetching,
  usePrefetchQuery,
  useQueries,
  useQuery,
  useSuspenseQueries,
  useSuspenseQuery,
} from '@tanstack/react-query'
import { describe, expectTypeOf, it } from 'vitest'
import * as z from 'zod'
import type { BandoAnswer } from '../index.ts'
import {
  bandoQueryOptions,
  useBandoQueries,
  useBandoQuery,
  useBandoSuspenseQueries,
  useBandoSuspenseQuery,
  usePrefetchBandoQuery,
} from '../index.ts'

const bando = createBando()
const queryClient = new QueryClient()
const params = { networkKey: 'arb' }
interface Thing {
  readonly name: string
}
type Cool = { readonly coolness: number; readonly of: string }

describe('a described path', () => {
  it('types the data', () => {
    const { data, error } = useBandoQuery('/coolness')
    expectTypeOf(data?.coolness).toEqualTypeOf<number | undefined>()
    expectTypeOf(error).toEqualTypeOf<BandoError | null>()
    expectTypeOf(useBandoSuspenseQuery('/coolness').data.coolness).toEqualTypeOf<number>()
    expectTypeOf(useQuery(bandoQueryOptions(bando, '/coolness')).data?.of).toEqualTypeOf<string | undefined>()
  })

  it('checks the query and the parameters', () => {
    useBandoQuery('/coolness', { query: { of: 'Rome' } })
    useBandoQuery('/api/v1/tokens/{networkKey}/', { params })
    useBandoSuspenseQuery('/api/v1/tokens/{networkKey}/', { params })
    usePrefetchBandoQuery('/api/v1/tokens/{networkKey}/', { params })
    // @ts-expect-error -- no such parameter of the query
    useBandoQuery('/coolness', { query: { fo: 'Rome' } })
    // @ts-expect-error -- no such parameter of the query
    useBandoSuspenseQuery('/coolness', { query: { fo: 'Rome' } })
    // @ts-expect-error -- no such parameter of the query
    usePrefetchBandoQuery('/coolness', { query: { fo: 'Rome' } })
    // @ts-expect-error -- no such parameter of the query
    bandoQueryOptions(bando, '/coolness', { query: { fo: 'Rome' } })
    // @ts-expect-error -- `networkKey` is missing
    useBandoQuery('/api/v1/tokens/{networkKey}/')
    // @ts-expect-error -- `networkKey` is missing
    useBandoSuspenseQuery('/api/v1/tokens/{networkKey}/', {})
    // @ts-expect-error -- `networkKey` is missing
    bandoQueryOptions(bando, '/api/v1/tokens/{networkKey}/', { params: {} })
    // @ts-expect-error -- the path has no parameters
    useBandoQuery('/coolness', { params })
  })

  it('types the result of select', () => {
    expectTypeOf(
      useBandoQuery('/coolness', { select: ({ coolness }) => `${coolness} %` }).data,
    ).toEqualTypeOf<string | undefined>()
    expectTypeOf(
      useBandoSuspenseQuery('/api/v1/tokens/{networkKey}/', { params, select: ({ data }) => data.length })
        .data,
    ).toEqualTypeOf<number>()
    expectTypeOf(
      useQuery(bandoQueryOptions(bando, '/coolness', { select: ({ of }) => of.length })).data,
    ).toEqualTypeOf<number | undefined>()
  })

  it('has defined data if there is initial data', () => {
    const initialData = { coolness: 1, of: 'Rome' }
    expectTypeOf(useBandoQuery('/coolness', { initialData }).data.coolness).toEqualTypeOf<number>()
    expectTypeOf(
      useQuery(bandoQueryOptions(bando, '/coolness', { initialData: () => initialData })).data.coolness,
    ).toEqualTypeOf<number>()
    // @ts-expect-error -- the data has another type
    useBandoQuery('/coolness', { initialData: { warmth: 1 } })
    useBandoQuery('/coolness', { placeholderData: initialData })
    useBandoQuery('/coolness', { placeholderData: (previous) => previous })
    // @ts-expect-error -- the data has another type
    useBandoQuery('/coolness', { placeholderData: { warmth: 1 } })
  })

  it('can be skipped, unless it suspends', () => {
    const isReady = Math.random() > 0.5
    expectTypeOf(useBandoQuery(isReady ? '/coolness' : skipToken).data?.coolness).toEqualTypeOf<
      number | undefined
    >()
    useBandoQuery(isReady ? '/api/v1/tokens/{networkKey}/' : skipToken, { params })
    const skipped = bandoQueryOptions(bando, isReady ? '/coolness' : skipToken)
    expectTypeOf(useQuery(skipped).data?.coolness).toEqualTypeOf<number | undefined>()
    // @ts-expect-error -- a skipped path cannot suspend
    useSuspenseQuery(skipped)
    // @ts-expect-error -- a skipped path cannot suspend
    useBandoSuspenseQuery(isReady ? '/coolness' : skipToken)
  })

  it('has status and headers on request', () => {
    const { data } = useBandoQuery('/coolness', { withHeaders: true })
    expectTypeOf(data?.data.coolness).toEqualTypeOf<number | undefined>()
    expectTypeOf(data?.headers).toEqualTypeOf<Readonly<Record<string, string>> | undefined>()
    expectTypeOf(
      useBandoSuspenseQuery('/coolness', { withHeaders: true, select: ({ status }) => status }).data,
    ).toEqualTypeOf<number>()
  })

  it('has the data of a schema', () => {
    const schema = z.object({ coolness: z.number().transform(String) })
    expectTypeOf(useBandoQuery('/coolness', { schema }).data).toEqualTypeOf<
      { coolness: string } | undefined
    >()
    expectTypeOf(
      useBandoSuspenseQuery('/coolness', { schema, withHeaders: true, select: ({ data }) => data }).data,
    ).toEqualTypeOf<{ coolness: string }>()
  })

  it('accepts data of your own', () => {
    expectTypeOf(useBandoQuery<Thing>('/coolness').data).toEqualTypeOf<Thing | undefined>()
    expectTypeOf(useBandoSuspenseQuery<Thing>('/coolness').data).toEqualTypeOf<Thing>()
    expectTypeOf(
      useBandoQuery<Thing, number>('/coolness', { select: ({ name }) => name.length }).data,
    ).toEqualTypeOf<number | undefined>()
  })
})

describe('any other path', () => {
  it('accepts data of your own', () => {
    expectTypeOf(useBandoQuery('/things').data).toBeUnknown()
    expectTypeOf(useBandoQuery<Thing>('/things', { query: { any: 1 } }).data).toEqualTypeOf<
      Thing | undefined
    >()
    expectTypeOf(useBandoQuery('/things', { select: ({ name }: Thing) => name }).data).toEqualTypeOf<
      string | undefined
    >()
    expectTypeOf(useBandoSuspenseQuery<Thing>('/things').data).toEqualTypeOf<Thing>()
    expectTypeOf(useBandoQuery<Thing>(skipToken).data).toEqualTypeOf<Thing | undefined>()
    expectTypeOf(useBandoQuery<Thing>('/things', { initialData: { name: '' } }).data).toEqualTypeOf<Thing>()
    expectTypeOf(
      useBandoQuery<Thing, BandoAnswer<Thing>, true>('/things', { withHeaders: true }).data,
    ).toEqualTypeOf<BandoAnswer<Thing> | undefined>()
    const path: string = '/things'
    expectTypeOf(useBandoQuery<Thing>(path).data).toEqualTypeOf<Thing | undefined>()
    useBandoQuery(path)
    usePrefetchBandoQuery(path, { query: { any: 1 } })
  })
})

describe('the options', () => {
  const options = bandoQueryOptions(bando, '/coolness', { query: { of: 'Rome' } })
  const things = bandoQueryOptions<Thing>(bando, '/things')
  const defined = bandoQueryOptions<Thing>(bando, '/things', { initialData: { name: '' } })

  it('fit every hook', () => {
    expectTypeOf(useQuery(options).data?.coolness).toEqualTypeOf<number | undefined>()
    expectTypeOf(useSuspenseQuery(options).data.coolness).toEqualTypeOf<number>()
    expectTypeOf(useQuery(things).data).toEqualTypeOf<Thing | undefined>()
    expectTypeOf(useSuspenseQuery(things).data).toEqualTypeOf<Thing>()
    expectTypeOf(useQuery(defined).data).toEqualTypeOf<Thing>()
    usePrefetchQuery(options)
    usePrefetchQuery(things)
    const [cool, thing] = useQueries({ queries: [options, things] })
    expectTypeOf(cool.data?.coolness).toEqualTypeOf<number | undefined>()
    expectTypeOf(thing.data?.name).toExtend<string | undefined>()
    const [here, there] = useSuspenseQueries({ queries: [options, things] })
    expectTypeOf(here.data.coolness).toEqualTypeOf<number>()
    expectTypeOf(there.data).toEqualTypeOf<Thing>()
    useIsFetching({ queryKey: options.queryKey })
  })

  it('fit every method of a QueryClient', () => {
    expectTypeOf(queryClient.fetchQuery(options)).resolves.toHaveProperty('coolness').toEqualTypeOf<number>()
    expectTypeOf(queryClient.ensureQueryData(things)).resolves.toEqualTypeOf<Thing>()
    void queryClient.prefetchQuery(options)
    expectTypeOf(queryClient.getQueryData(things.queryKey)).toEqualTypeOf<Thing | undefined>()
    expectTypeOf(queryClient.getQueryData(defined.queryKey)).toEqualTypeOf<Thing | undefined>()
    queryClient.setQueryData(things.queryKey, (old) => old && { name: `${old.name}!` })
    // @ts-expect-error -- the data has another type
    queryClient.setQueryData(things.queryKey, 1)
    void queryClient.invalidateQueries({ queryKey: options.queryKey })
  })

  it('fit useBandoQueries and useBandoSuspenseQueries', () => {
    const results = useBandoQueries({
      queries: (client) =>
        ['Rome', 'Oslo'].map((of) => bandoQueryOptions(client, '/coolness', { query: { of } })),
    })
    expectTypeOf(results[0]?.data?.coolness).toEqualTypeOf<number | undefined>()
    const [cool, thing] = useBandoQueries({
      queries: (client) => [
        bandoQueryOptions(client, '/coolness'),
        bandoQueryOptions<Thing>(client, '/things'),
      ],
    })
    expectTypeOf(cool.data?.coolness).toEqualTypeOf<number | undefined>()
    expectTypeOf(thing.data?.name).toExtend<string | undefined>()
    const sum = useBandoSuspenseQueries({
      queries: (client) =>
        ['Rome', 'Oslo'].map((of) => bandoQueryOptions(client, '/coolness', { query: { of } })),
      combine: (results) => results.reduce((sum, { data }) => sum + data.coolness, 0),
    })
    expectTypeOf(sum).toEqualTypeOf<number>()
  })
})

it('types the data of a path by its description', () => {
  expectTypeOf(useBandoSuspenseQuery('/coolness').data).toExtend<Cool>()
})
