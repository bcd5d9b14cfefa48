import { QueryClient, QueryClientProvider, useQueryClient } from '@tanstack/react-query'
import { renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, it, vi } from 'vitest'
import { renderWith } from '../test/render.tsx'
import { startMock } from '../test/startMock.ts'
import { BandoProvider } from './BandoProvider.tsx'
import { bandoQueryDefaults } from './options/bandoQueryDefaults.ts'
import { useBandoClient } from './hooks/useBandoClient.ts'

it("uses the app's QueryClient", async () => {
  const { bando } = await startMock()
  const queryClient = new QueryClient()
  const { result } = renderWith(bando, () => useQueryClient(), { queryClient })
  expect(result.current).toBe(queryClient)
})

it('provides a QueryClient if the app has none, and keeps it', async () => {
  const { bando } = await startMock()
  const { result, rerender } = renderHook(() => useQueryClient(), {
    wrapper: ({ children }) => <BandoProvider client={bando}>{children}</BandoProvider>,
  })
  const first = result.current
  expect(first.getDefaultOptions()).toEqual(bandoQueryDefaults)
  rerender()
  expect(result.current).toBe(first)
})

it('provides the client to the hooks, which prefer a client of their own', async () => {
  const [{ bando }, { bando: other }] = [await startMock(), await startMock()]
  const { result } = renderWith(bando, () => [useBandoClient(), useBandoClient(other)])
  expect(result.current[0]).toBe(bando)
  expect(result.current[1]).toBe(other)
})

it('tells the developer to add the provider if it is missing', () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const wrapper = ({ children }: { children: ReactNode }): ReactNode => (
    <QueryClientProvider client={new QueryClient()}>{children}</QueryClientProvider>
  )
  expect(() => renderHook(() => useBandoClient(), { wrapper })).toThrow(
    /No Bando client set\. .*BandoProvider client=/,
  )
})
