import { QueryClient } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { Suspense } from 'react'
import { expect, it } from 'vitest'
import { providers } from '../../test/render.tsx'
import { startMock } from '../../test/startMock.ts'
import { useBandoSuspenseQuery } from './useBandoSuspenseQuery.ts'

it('suspends until the response comes, for one request', async () => {
  const { bando, mock } = await startMock()
  const Providers = providers(bando, new QueryClient())
  const Coolness = (): ReactNode => {
    const { data } = useBandoSuspenseQuery<{ coolness: number }>('/coolness')
    return <output>{data.coolness}</output>
  }
  render(
    <Providers>
      <Suspense fallback="asking">
        <Coolness />
      </Suspense>
    </Providers>,
  )
  expect(screen.getByText('asking')).toBeDefined()
  expect(await screen.findByText('100')).toBeDefined()
  expect(mock.log).toHaveLength(1)
})
