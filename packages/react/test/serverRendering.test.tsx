import type { Bando, BandoState } from '@bando/core'
import {
  BandoProvider,
  bandoQueryKey,
  bandoQueryOptions,
  useBando,
  useBandoQuery,
  useBandoSuspenseQuery,
  useBandoWait,
  useCountdown,
} from '@bando/react'
import { dehydrate, HydrationBoundary, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { StrictMode, Suspense } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { renderToReadableStream } from 'react-dom/server.browser'
import { expect, it, onTestFinished, vi } from 'vitest'
import { startMock } from './startMock.ts'

const Status = (): ReactNode => {
  const { auth, limit, queue } = useBando()
  return `${auth.status}: ${limit.remaining} of ${limit.requests}, ${queue.waiting} waiting`
}

/** Hydrates `html` with `page`. Returns the container, and every warning and error. */
function hydrate(html: string, page: ReactNode): { container: HTMLElement; complaints: unknown[] } {
  const complaints: unknown[] = []
  vi.spyOn(console, 'error').mockImplementation((...told) => void complaints.push(told))
  const container = document.createElement('div')
  container.innerHTML = html
  document.body.append(container)
  const onRecoverableError = (error: unknown): void => void complaints.push(error)
  act(() => {
    const root = hydrateRoot(container, page, { onRecoverableError })
    onTestFinished(() => act(() => root.unmount()))
  })
  return { container, complaints }
}

const page = (client: Bando, serverState?: BandoState): ReactNode => (
  <StrictMode>
    <BandoProvider client={client} serverState={serverState}>
      <Status />
    </BandoProvider>
  </StrictMode>
)

it('hydrates without a mismatch if the server has a token and the browser has none', async () => {
  const [{ bando: server }, { bando: browser }] = [
    await startMock(),
    await startMock({}, { token: undefined }),
  ]
  await server.get('/coolness')
  const { container, complaints } = hydrate(renderToString(page(server)), page(browser))
  expect(complaints).toEqual([])
  expect(container.textContent).toBe('anonymous: 60 of 60, 0 waiting')
})

it("hydrates the server's state, then shows the browser's own", async () => {
  const [{ bando: server }, { bando: browser }] = [
    await startMock(),
    await startMock({}, { token: undefined }),
  ]
  await server.get('/coolness')
  const sent = JSON.parse(JSON.stringify(server.state)) as BandoState
  const html = renderToString(page(server, sent))
  expect(html).toBe('verified: 99 of 100, 0 waiting')
  const { container, complaints } = hydrate(html, page(browser, sent))
  expect(complaints).toEqual([])
  expect(container.textContent).toBe('anonymous: 60 of 60, 0 waiting')
})

it('hydrates without a mismatch if a shared client sent a request in between', async () => {
  const { bando } = await startMock()
  const html = renderToString(page(bando))
  await bando.get('/coolness')
  const { container, complaints } = hydrate(html, page(bando))
  expect(complaints).toEqual([])
  expect(container.textContent).toBe('verified: 99 of 100, 0 waiting')
})

it('hydrates without a mismatch if a call waits in the browser, and time has passed', async () => {
  const { bando } = await startMock({}, { limit: { requests: 1, windowMs: 3_600_000 }, maxWaitMs: Infinity })
  const Waiting = (): ReactNode => {
    const wait = useBandoWait(bandoQueryKey('/coolness'))
    const left = useCountdown(useBando(({ limit }) => limit.resetsAt))
    useBandoQuery('/coolness')
    return `${wait?.reason ?? 'none'} ${left === undefined ? 'never' : 'soon'}`
  }
  const waitingPage = (
    <BandoProvider client={bando}>
      <Waiting />
    </BandoProvider>
  )
  const html = renderToString(waitingPage)
  expect(html).toBe('none never')
  await bando.get('/other').catch(() => {})
  const { container, complaints } = hydrate(html, waitingPage)
  expect(complaints).toEqual([])
  await waitFor(() => expect(container.textContent).toBe('limit soon'))
})

it("reads neither a clock nor the client's state while it renders on a server", async () => {
  const { bando } = await startMock()
  const state = vi.spyOn(bando, 'state', 'get')
  const clock = vi.spyOn(Date, 'now')
  const Waits = (): ReactNode => useBandoWait(['bando', '/coolness', {}])?.reason
  renderToString(
    <BandoProvider client={bando} refetchReserve={0.2}>
      <Status />
      <Waits />
    </BandoProvider>,
  )
  expect(state).not.toHaveBeenCalled()
  expect(clock).not.toHaveBeenCalled()
})

const Coolness = (): ReactNode => {
  const plain = useBandoQuery('/coolness', { query: { of: 'Rome' } })
  const suspended = useBandoSuspenseQuery('/coolness', { query: { of: 'Oslo' } })
  return `${plain.data?.of} and ${suspended.data.of}`
}

it('sends no request for data that a server prefetched with another client', async () => {
  const [{ bando: server }, { bando: browser, mock, token }] = [await startMock(), await startMock()]
  const onServer = new QueryClient()
  for (const of of ['Rome', 'Oslo'])
    await onServer.prefetchQuery(bandoQueryOptions(server, '/coolness', { query: { of } }))
  const sent = JSON.stringify(dehydrate(onServer))
  expect(sent).not.toContain(token)
  const whole = (client: Bando): ReactNode => (
    <StrictMode>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { staleTime: 60_000 } } })}>
        <HydrationBoundary state={JSON.parse(sent)}>
          <BandoProvider client={client}>
            <Suspense fallback="asking">
              <Coolness />
            </Suspense>
          </BandoProvider>
        </HydrationBoundary>
      </QueryClientProvider>
    </StrictMode>
  )
  const html = renderToString(whole(server))
  expect(html).toContain('Rome and Oslo')
  const { container, complaints } = hydrate(html, whole(browser))
  expect(complaints).toEqual([])
  expect(container.textContent).toBe('Rome and Oslo')
  expect(mock.log).toHaveLength(0)
})

it('streams suspended components, with one request each', async () => {
  const { bando, mock, token } = await startMock()
  const One = ({ of }: { of: string }): ReactNode =>
    useBandoSuspenseQuery('/coolness', { query: { of } }).data.of
  const stream = await renderToReadableStream(
    <QueryClientProvider client={new QueryClient()}>
      <BandoProvider client={bando}>
        {['Rome', 'Oslo'].map((of) => (
          <Suspense key={of} fallback="asking">
            <One of={of} />
          </Suspense>
        ))}
      </BandoProvider>
    </QueryClientProvider>,
  )
  const html = await new Response(stream).text()
  expect(html).toContain('Rome')
  expect(html).toContain('Oslo')
  expect(html).not.toContain(token)
  expect(mock.log).toHaveLength(2)
})
