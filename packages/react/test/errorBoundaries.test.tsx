import type { BandoError } from '@bando/core'
import { isBandoError } from '@bando/core'
import {
  useBandoInfiniteQuery,
  useBandoQuery,
  useBandoSuspenseQueries,
  useBandoSuspenseQuery,
  bandoQueryOptions,
} from '@bando/react'
import { QueryErrorResetBoundary } from '@tanstack/react-query'
import { act, render, screen } from '@testing-library/react'
import type { ComponentType, ReactNode } from 'react'
import { Component, Suspense } from 'react'
import { beforeEach, expect, it, vi } from 'vitest'
import { providers } from './render.tsx'
import { startMock } from './startMock.ts'

// React logs each error that a boundary catches.
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}))

class Boundary extends Component<
  { onReset: () => void; children: ReactNode },
  { error?: BandoError | undefined }
> {
  override state: { error?: BandoError | undefined } = {}
  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error }
  }
  override render(): ReactNode {
    const { error } = this.state
    if (error === undefined) return this.props.children
    const retry = (): void => {
      this.props.onReset()
      this.setState({ error: undefined })
    }
    return (
      <button onClick={retry}>
        {isBandoError(error) ? `${error.code} ${error.status}` : 'another error'}
      </button>
    )
  }
}

const Suspended = (): ReactNode => useBandoSuspenseQuery<{ of: string }>('/thing').data.of
const Together = (): ReactNode =>
  useBandoSuspenseQueries({
    queries: (client) => [bandoQueryOptions<{ of: string }>(client, '/thing')],
    combine: ([{ data }]) => data.of,
  })
const Plain = (): ReactNode => useBandoQuery<{ of: string }>('/thing', { throwOnError: true }).data?.of
const Pages = (): ReactNode =>
  useBandoInfiniteQuery<{ of: string }, number>('/thing', {
    throwOnError: () => true,
    pageQuery: () => ({}),
    initialPageParam: 0,
    getNextPageParam: () => undefined,
  }).data?.pages[0]?.of

const hooks: readonly [string, ComponentType][] = [
  ['useBandoSuspenseQuery', Suspended],
  ['useBandoSuspenseQueries', Together],
  ['useBandoQuery', Plain],
  ['useBandoInfiniteQuery', Pages],
]

async function show(Shown: ComponentType, status: number) {
  const answers = { status }
  const { bando, mock, token } = await startMock(
    { routes: { 'GET /thing': () => Response.json({ of: 'Rome' }, { status: answers.status }) } },
    { retry: { attempts: 1 } },
  )
  render(
    <QueryErrorResetBoundary>
      {({ reset }) => (
        <Boundary onReset={reset}>
          <Suspense fallback="asking">
            <Shown />
          </Suspense>
        </Boundary>
      )}
    </QueryErrorResetBoundary>,
    { wrapper: providers(bando) },
  )
  const reset = async (): Promise<void> => {
    const button = await screen.findByRole('button')
    act(() => button.click())
  }
  return { bando, mock, token, answers, reset }
}

it.each(hooks)('%s: resetting a boundary sends nothing if a retry cannot help', async (_, Shown) => {
  const { mock, answers, reset } = await show(Shown, 404)
  expect((await screen.findByRole('button')).textContent).toBe('http 404')
  answers.status = 200
  for (let count = 0; count < 3; count += 1) await reset()
  expect((await screen.findByRole('button')).textContent).toBe('http 404')
  expect(mock.log).toHaveLength(1)
})

it.each(hooks)('%s: resetting a boundary reads again if a retry may help', async (_, Shown) => {
  const { mock, answers, reset } = await show(Shown, 503)
  expect((await screen.findByRole('button')).textContent).toBe('http 503')
  answers.status = 200
  await reset()
  expect(await screen.findByText('Rome')).toBeDefined()
  expect(mock.log).toHaveLength(2)
})

it.each(hooks)(
  '%s: resetting a boundary reads again after a minute, also after a lasting error',
  async (_, Shown) => {
    const { mock, answers, reset } = await show(Shown, 404)
    await screen.findByRole('button')
    answers.status = 200
    const now = Date.now()
    vi.spyOn(Date, 'now').mockImplementation(() => now + 61_000)
    await reset()
    expect(await screen.findByText('Rome')).toBeDefined()
    expect(mock.log).toHaveLength(2)
  },
)

it('a rejected token costs one request, also if a boundary is reset several times', async () => {
  const { bando, mock, token, reset } = await show(Suspended, 200)
  await screen.findByText('Rome')
  mock.tokens.revoke(token)
  await expect(bando.get('/other')).rejects.toMatchObject({ code: 'rejected' })
  const sent = mock.log.length
  const Other = (): ReactNode => useBandoSuspenseQuery<{ of: string }>('/other').data.of
  render(
    <QueryErrorResetBoundary>
      {({ reset: again }) => (
        <Boundary onReset={again}>
          <Suspense fallback="asking">
            <Other />
          </Suspense>
        </Boundary>
      )}
    </QueryErrorResetBoundary>,
    { wrapper: providers(bando) },
  )
  for (let count = 0; count < 3; count += 1) await reset()
  expect((await screen.findByRole('button')).textContent).toBe('rejected 401')
  expect(mock.log).toHaveLength(sent)
})
