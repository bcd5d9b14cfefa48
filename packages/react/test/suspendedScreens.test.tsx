import type { Bando, BandoOptions } from '@bando/core'
import { ManualClock } from '@bando/core/testing'
import type { Mock } from '@bando/mock'
import {
  bandoQueryOptions,
  useBandoQuery,
  useBandoSuspenseQueries,
  useBandoSuspenseQuery,
} from '@bando/react'
import { QueryClient } from '@tanstack/react-query'
import { act, render, screen } from '@testing-library/react'
import type { ComponentType, ReactNode } from 'react'
import { Activity, startTransition, StrictMode, Suspense, useState } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { providers } from './render.tsx'
import { startMock } from './startMock.ts'

const windowMs = 60_000

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

/** Moves the time of all timers. */
const pass = (ms: number): Promise<unknown> => act(() => vi.advanceTimersByTimeAsync(ms))

/** Moves time by seconds, in steps that are short enough for a screen to render in between. */
async function passSeconds(count: number): Promise<void> {
  for (let step = 0; step < count * 4; step += 1) await pass(250)
}

/** Waits for I/O and the event loop, while little time passes. */
const later = <Value,>(read: () => Value) =>
  expect.poll(async () => {
    await pass(1)
    return read()
  })

interface Spent {
  readonly bando: Bando
  readonly mock: Mock
  readonly clock: ManualClock
}

/** Starts a client whose only permit of a minute is spent. */
async function startSpent(options: BandoOptions = {}): Promise<Spent> {
  const clock = new ManualClock()
  const { bando, mock } = await startMock(
    {},
    { clock, limit: { requests: 1, windowMs }, maxWaitMs: Infinity, logger: quiet, ...options },
  )
  await bando.get('/coolness')
  return { bando, mock, clock }
}

const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const cities = Array.from({ length: 10 }, (_, index) => `city ${index}`)

const One = ({ of }: { of: string }): ReactNode =>
  useBandoSuspenseQuery('/coolness', { query: { of } }).data.of

const Each = (): ReactNode =>
  cities.map((of) => (
    <Suspense key={of} fallback={null}>
      <One of={of} />
    </Suspense>
  ))

const Together = (): ReactNode =>
  useBandoSuspenseQueries({
    queries: (client) => cities.map((of) => bandoQueryOptions(client, '/coolness', { query: { of } })),
    combine: (results) => results.map(({ data }) => data.of).join(),
  })

const screens: readonly [string, ComponentType][] = [
  ['ten screens', Each],
  ['a screen of ten reads', Together],
  ['ten screens under StrictMode', () => <StrictMode>{<Each />}</StrictMode>],
  ['ten screens in an Activity', () => <Activity mode="visible">{<Each />}</Activity>],
]

it.each(screens)('%s leave the queue when the user leaves them', async (_, Screen) => {
  const { bando, mock, clock } = await startSpent()
  const Providers = providers(bando, new QueryClient())
  const { rerender } = render(
    <Suspense fallback="asking">
      <Screen />
    </Suspense>,
    { wrapper: Providers },
  )
  await later(() => bando.state.queue.waiting).toBe(10)
  rerender(<p>left</p>)
  await passSeconds(1)
  await later(() => bando.state.queue.waiting).toBe(0)
  await act(() => clock.advance(windowMs * 30))
  expect(mock.log).toHaveLength(1)
})

it('a screen that stays keeps its place in the queue', async () => {
  const { bando, mock, clock } = await startSpent()
  const waits = vi.fn<(event: unknown) => void>()
  bando.on('wait', waits)
  let renders = 0
  const Counted = (): ReactNode => {
    renders += 1
    return useBandoSuspenseQuery('/coolness', { query: { of: 'Rome' } }).data.of
  }
  render(
    <Suspense fallback="asking">
      <Counted />
    </Suspense>,
    { wrapper: providers(bando, new QueryClient()) },
  )
  await later(() => bando.state.queue.waiting).toBe(1)
  await passSeconds(10)
  expect(renders).toBeGreaterThan(10)
  expect(bando.state.queue.waiting).toBe(1)
  expect(waits).toHaveBeenCalledTimes(1)
  await act(() => clock.advance(windowMs + 2000))
  await later(() => screen.queryByText('Rome')).not.toBeNull()
  expect(mock.log).toHaveLength(2)
})

it('a transition that is abandoned leaves the queue', async () => {
  const { bando, mock, clock } = await startSpent()
  let show: ((shown: ReactNode) => void) | undefined
  const Router = (): ReactNode => {
    const [shown, setShown] = useState<ReactNode>('home')
    show = (next) => startTransition(() => setShown(next))
    return <Suspense fallback="asking">{shown}</Suspense>
  }
  render(<Router />, { wrapper: providers(bando, new QueryClient()) })
  act(() => show?.(<One of="Rome" />))
  await later(() => bando.state.queue.waiting).toBe(1)
  act(() => show?.('elsewhere'))
  await passSeconds(1)
  await later(() => bando.state.queue.waiting).toBe(0)
  expect(screen.getByText('elsewhere')).toBeDefined()
  await act(() => clock.advance(windowMs * 3))
  expect(mock.log).toHaveLength(1)
})

it('keeps a call that a loader or another component waits for', async () => {
  const { bando, clock } = await startSpent()
  const queryClient = new QueryClient()
  const loaded = queryClient.fetchQuery(bandoQueryOptions(bando, '/coolness', { query: { of: 'Rome' } }))
  const Plain = (): ReactNode => useBandoQuery('/coolness', { query: { of: 'Oslo' } }).data?.of
  const { rerender } = render(
    <>
      <Plain key="plain" />
      {['Rome', 'Oslo'].map((of) => (
        <Suspense key={of} fallback="asking">
          <One of={of} />
        </Suspense>
      ))}
    </>,
    { wrapper: providers(bando, queryClient) },
  )
  await later(() => bando.state.queue.waiting).toBe(2)
  rerender(<Plain key="plain" />)
  await passSeconds(10)
  expect(bando.state.queue.waiting).toBe(2)
  await act(() => clock.advance(windowMs + 2000))
  expect(await loaded).toMatchObject({ of: 'Rome' })
})

it('hides a screen in an Activity without another request', async () => {
  const { bando, mock } = await startMock()
  const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } })
  const Screen = ({ mode }: { mode: 'visible' | 'hidden' }): ReactNode => (
    <Activity mode={mode}>
      <Suspense fallback="asking">
        <One of="Rome" />
      </Suspense>
    </Activity>
  )
  const { rerender } = render(<Screen mode="visible" />, {
    wrapper: providers(bando, queryClient),
    reactStrictMode: true,
  })
  await later(() => screen.queryByText('Rome')).not.toBeNull()
  for (const mode of ['hidden', 'visible', 'hidden', 'visible'] as const) rerender(<Screen mode={mode} />)
  await later(() => screen.queryByText('Rome')).not.toBeNull()
  expect(mock.log).toHaveLength(1)
})
