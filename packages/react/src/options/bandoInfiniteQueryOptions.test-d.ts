import { createBando } from '@bando/core'
import type { InfiniteData } from '@tanstack/react-query'
import {
  QueryClient,
  skipToken,
  useInfiniteQuery,
  usePrefetchInfiniteQuery,
  useSuspenseInfiniteQuery,
} from '@tanstack/react-query'
import { expectTypeOf, it } from 'vitest'
import { bandoInfiniteQueryOptions, useBandoInfiniteQuery } from '../index.ts'

interface Page {
  readonly items: readonly string[]
  readonly next: number | undefined
}

const bando = createBando()
const queryClient = new QueryClient()
const numbered = {
  pageQuery: (page: number) => ({ page }),
  initialPageParam: 1,
  getNextPageParam: ({ next }: Page) => next,
}
/** One page for each brand, because the lists of the API have no pages. */
const byBrand = {
  pageQuery: (brand: string | undefined) => ({ brand }),
  initialPageParam: undefined,
  getNextPageParam: () => 'next',
}

it('types the pages of a described path', () => {
  const { data } = useBandoInfiniteQuery('/api/v1/products/grouped/', {
    query: { country: 'MX' },
    ...byBrand,
  })
  expectTypeOf(data?.pages[0]?.products.length).toEqualTypeOf<number | undefined>()
  expectTypeOf(data?.pageParams).toEqualTypeOf<(string | undefined)[] | undefined>()
  // @ts-expect-error -- no such parameter of the query
  useBandoInfiniteQuery('/api/v1/products/grouped/', { query: { of: 'Rome' }, ...byBrand })
  // @ts-expect-error -- no such parameter of the query
  useBandoInfiniteQuery('/api/v1/products/grouped/', { ...byBrand, pageQuery: (page: number) => ({ page }) })
  // @ts-expect-error -- `networkKey` is missing
  useBandoInfiniteQuery('/api/v1/tokens/{networkKey}/', byBrand)
})

it('types the pages of any other path', () => {
  expectTypeOf(useBandoInfiniteQuery<Page, number>('/pages', numbered).data).toEqualTypeOf<
    InfiniteData<Page, number> | undefined
  >()
  expectTypeOf(useBandoInfiniteQuery<Page, number>(skipToken, numbered).data?.pages).toEqualTypeOf<
    Page[] | undefined
  >()
  const initialData = { pages: [], pageParams: [] }
  expectTypeOf(
    useBandoInfiniteQuery<Page, number>('/pages', { ...numbered, initialData }).data.pages,
  ).toEqualTypeOf<Page[]>()
  expectTypeOf(
    useBandoInfiniteQuery('/pages', {
      ...numbered,
      select: ({ pages }: InfiniteData<Page, number>) => pages.length,
    }).data,
  ).toEqualTypeOf<number | undefined>()
})

it('makes options for every hook and method', () => {
  const infinite = bandoInfiniteQueryOptions<Page, number>(bando, '/pages', numbered)
  expectTypeOf(useInfiniteQuery(infinite).data?.pages).toEqualTypeOf<Page[] | undefined>()
  expectTypeOf(useSuspenseInfiniteQuery(infinite).data.pages).toEqualTypeOf<Page[]>()
  usePrefetchInfiniteQuery(infinite)
  expectTypeOf(queryClient.getQueryData(infinite.queryKey)?.pages).toEqualTypeOf<Page[] | undefined>()
  expectTypeOf(queryClient.fetchInfiniteQuery(infinite))
    .resolves.toHaveProperty('pages')
    .toEqualTypeOf<Page[]>()
  const described = bandoInfiniteQueryOptions(bando, '/api/v1/products/grouped/', byBrand)
  expectTypeOf(queryClient.getQueryData(described.queryKey)?.pages[0]?.products.length).toEqualTypeOf<
    number | undefined
  >()
  expectTypeOf(useSuspenseInfiniteQuery(described).data.pages[0]?.products.length).toEqualTypeOf<
    number | undefined
  >()
  const withHeaders = bandoInfiniteQueryOptions(bando, '/api/v1/products/grouped/', {
    ...byBrand,
    withHeaders: true,
  })
  expectTypeOf(useInfiniteQuery(withHeaders).data?.pages[0]?.headers['date']).toEqualTypeOf<
    string | undefined
  >()
})
