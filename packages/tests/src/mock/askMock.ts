import type { createMock as CreateMock, Mock } from '@bando/mock'

/** A response of a mock without a socket. It is the same in every runtime. */
export interface Answered {
  readonly served: readonly number[]
  readonly retryAfter: string | null
  readonly later: number
  readonly quote: unknown
  readonly locked: readonly number[]
  readonly state: number
  readonly broken: string
}

/** The parts of a response that `askMock` reads. */
export const expected: Answered = {
  served: [200, 200, 429],
  retryAfter: '3600',
  later: 200,
  quote: '100.00',
  locked: [401, 401, 403, 403],
  state: 200,
  broken: 'TypeError',
}

/** Requests one of everything from a mock, through `mock.fetch` alone, without a test runner. */
export async function askMock(createMock: typeof CreateMock): Promise<Answered> {
  const mock = createMock({
    limit: { requests: 2, windowMs: 3_600_000 },
    lockout: { attempts: 2 },
  })
  mock.clock.freeze()
  const token = mock.tokens.issue()
  const ask = asking(mock, token)
  const served = [await ask('/coolness'), await ask('/coolness'), await ask('/coolness')]
  mock.advance(3_600_000)
  const later = await ask('/coolness')
  const quoted = await ask('/api/v1/quotes/', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      sku: 'b4d00000-0000-4000-8000-000000000001',
      fiatCurrency: 'MXN',
      digitalAsset: '0x75faf114eafb1BDbe2F0316DF893fd58CE46AA4d',
      chainId: 421_614,
    }),
  })
  const { fiatAmount } = (await quoted.json()) as { fiatAmount: unknown }
  const locked: number[] = []
  for (const bearer of ['wrong', 'wrong', 'wrong', token]) {
    locked.push((await asking(mock, bearer)('/coolness')).status)
  }
  const { status } = await mock.fetch('/_mock/state')
  mock.faults.next({ breakage: 'reset-before' })
  const broken = await ask('/coolness').then(
    () => 'answered',
    (error: unknown) => (error as Error).name,
  )
  return {
    served: served.map((response) => response.status),
    retryAfter: served[2]?.headers.get('retry-after') ?? null,
    later: later.status,
    quote: fiatAmount,
    locked,
    state: status,
    broken,
  }
}

function asking(mock: Mock, bearer: string) {
  return (path: string, init?: RequestInit): Promise<Response> =>
    mock.fetch(path, { headers: { authorization: `Bearer ${bearer}` }, ...init })
}
