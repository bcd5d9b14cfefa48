import type { Bando } from '@bando/core'
import { BandoProvider } from '@bando/react'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { RenderHookResult } from '@testing-library/react'
import { cleanup, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach } from 'vitest'

afterEach(cleanup)

/** Makes both providers, with a QueryClient that has default options. */
export function providers(
  bando: Bando,
  queryClient = new QueryClient(),
): (props: { children: ReactNode }) => ReactNode {
  return ({ children }) => (
    <QueryClientProvider client={queryClient}>
      <BandoProvider client={bando}>{children}</BandoProvider>
    </QueryClientProvider>
  )
}

/** Renders a hook below both providers. */
export function renderWith<Result, Props>(
  bando: Bando,
  hook: (props: Props) => Result,
  options: { initialProps?: Props; queryClient?: QueryClient; reactStrictMode?: boolean } = {},
): RenderHookResult<Result, Props> {
  const { queryClient, ...rest } = options
  return renderHook(hook, { wrapper: providers(bando, queryClient), ...rest })
}
