import { QueryClient } from '@tanstack/react-query'
import { act, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderWith } from '../../test/render.tsx'
import { startMock } from '../../test/startMock.ts'
import { useBandoInfiniteQuery } from './useBandoInfiniteQuery.ts'
import { useBandoQuery } from './useBandoQuery.ts'

interface Page {
  readonly search: string
  readonly next: number | undefined
}

it('reads page by page, each with the filters', async () => {
  const { bando, mock } = await startMock({
    routes: {
      'GET /pages': (request) => {
        const { search, searchParams } = new URL(request.url)
        const page = Number(searchParams.get('page'))
        return Response.json({ search, next: page < 2 ? page + 1 : undefined })
      },
    },
  })
  const queryClient = new QueryClient()
  const { result } = renderWith(
    bando,
    () => ({
      pages: useBandoInfiniteQuery<Page, number>('/pages', {
        query: { of: 'Rome' },
        pageQuery: (page) => ({ page }),
        initialPageParam: 1,
        getNextPageParam: ({ next }) => next,
      }),
      plain: useBandoQuery('/pages', { query: { of: 'Rome' }, enabled: false }),
    }),
    { queryClient },
  )
  await waitFor(() => expect(result.current.pages.hasNextPage).toBe(true))
  await act(() => result.current.pages.fetchNextPage())
  await waitFor(() => expect(result.current.pages.hasNextPage).toBe(false))
  expect(result.current.pages.data?.pages.map(({ search }) => search)).toEqual([
    '?of=Rome&page=1',
    '?of=Rome&page=2',
  ])
  expect(result.current.plain.data).toBeUndefined()
  expect(mock.log).toHaveLength(2)
})
