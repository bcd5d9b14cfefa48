import { useBando, useBandoQuery } from '@bando/react'
import { act, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { heldUntil } from './heldUntil.ts'
import { renderWith } from './render.tsx'
import { startMock } from './startMock.ts'

const cities = Array.from({ length: 50 }, (_, index) => `city ${index}`)

/** Makes fifty different reads. Returns what each component shows. */
const useCities = (): { status: string; code: string | undefined; refetch: () => Promise<unknown> }[] =>
  cities.map((of) => {
    const { status, error, refetch } = useBandoQuery('/coolness', { query: { of } })
    return { status, code: error?.code, refetch }
  })

it('fifty different reads with a revoked token: one invalid request, fifty typed errors, no lockout (pitfall 11)', async () => {
  const { bando, mock, token } = await startMock()
  mock.tokens.revoke(token)
  const { result } = renderWith(bando, useCities, { reactStrictMode: true })
  await waitFor(() => expect(result.current.every(({ status }) => status === 'error')).toBe(true))
  expect(result.current.map(({ code }) => code)).toEqual(cities.map(() => 'rejected'))
  expect(mock.log.map(({ status }) => status)).toEqual([401])
  expect(mock.state.lockouts.filter(({ lockedUntil }) => lockedUntil !== null)).toEqual([])

  bando.setToken(mock.tokens.issue())
  await act(() => Promise.all(result.current.map(({ refetch }) => refetch())))
  await waitFor(() => expect(result.current.every(({ status }) => status === 'success')).toBe(true))
  expect(mock.log.slice(1).map(({ status }) => status)).toEqual(cities.map(() => 200))
})

it('reads that wait for the status are served after the app sets a good token', async () => {
  const gate = Promise.withResolvers<void>()
  const { bando, mock, token } = await startMock({}, { fetch: heldUntil(gate.promise) })
  mock.tokens.revoke(token)
  const { result } = renderWith(bando, () => ({
    reads: useCities(),
    status: useBando(({ auth }) => auth.status),
  }))
  await waitFor(() => expect(bando.state.queue.waiting).toBe(49))
  act(() => bando.setToken(mock.tokens.issue()))
  gate.resolve()
  await waitFor(() => expect(result.current.reads.every(({ status }) => status === 'success')).toBe(true))
  expect(result.current.status).toBe('verified')
  expect(mock.log.filter(({ status }) => status === 401)).toHaveLength(1)
})

it('a refetch with a rejected token costs nothing', async () => {
  const { bando, mock, token } = await startMock()
  mock.tokens.revoke(token)
  const { result } = renderWith(bando, () => useBandoQuery('/coolness'))
  await waitFor(() => expect(result.current.isError).toBe(true))
  await act(() => result.current.refetch())
  expect(result.current.error?.code).toBe('rejected')
  expect(mock.log).toHaveLength(1)
})
