import type * as Core from '@bando/core'

/** The address of a running mock for a runtime. */
export interface Place {
  readonly url: string
  readonly token: string
}

/** One mock for each scenario, so that their requests are kept apart. */
export type Places = Readonly<Record<ScenarioName, Place>>
export type ScenarioName = keyof typeof scenarios

/** The result of each scenario: `passed`, or the error. */
export type Outcomes = Readonly<Record<ScenarioName, string>>

type Scenario = (core: typeof Core, place: Place) => Promise<void>

/**
 * The scenarios that must pass in every runtime. They use only what every runtime has, and no test
 * runner.
 */
const scenarios = {
  async served(core, place) {
    const bando = client(core, place)
    const { data, status, attempts } = await bando.get<{ coolness: number }>('/coolness', {
      query: { of: 'bando' },
    })
    same([data.coolness, status, attempts, bando.state.auth.status], [100, 200, 1, 'verified'])
    same([bando.state.limit.requests, bando.state.limit.remaining], [100, 99])
    await bando.close()
  },

  async budget(core, place) {
    const bando = client(core, place, { limit: { requests: 5, windowMs: 300 }, maxWaitMs: Infinity })
    const answers = await Promise.all(ids(12).map((id) => bando.get('/coolness', { query: { id } })))
    same(
      answers.map(({ status }) => status),
      ids(12).map(() => 200),
    )
    await bando.close()
  },

  async abort(core, place) {
    const bando = client(core, place, { limit: { requests: 1, windowMs: 3_600_000 }, maxWaitMs: Infinity })
    await bando.get('/coolness')
    const controller = new AbortController()
    const waiting = failure(bando.get('/coolness', { signal: controller.signal }))
    await turns(() => bando.state.queue.waiting === 1)
    const reason = new Error('changed my mind')
    controller.abort(reason)
    same(bando.state.queue.waiting, 0)
    same((await waiting) === reason, true)
    const closed = failure(bando.get('/coolness'))
    await bando.close()
    same(core.isBandoError(await closed, 'closed'), true)
  },

  async token(core, { url }) {
    const bando = client(core, { url, token: 'bando_wrong' })
    const failures = await Promise.all(
      ids(20).map((id) => failure(bando.get('/coolness', { query: { id } }))),
    )
    same(failures.filter((error) => core.isBandoError(error, 'rejected')).length, 20)
    same(
      failures.filter((error) => String(error).includes('bando_wrong')),
      [],
    )
    await bando.close()
  },

  async dedupe(core, place) {
    const bando = client(core, place)
    const answers = await Promise.all(ids(10).map(() => bando.get('/coolness')))
    same(new Set(answers.map(({ data }) => data)).size, 10)
    await bando.close()
  },

  async fetch(core, place) {
    const bando = client(core, place)
    const response = await bando.fetch('/api/v1/quotes/', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        sku: 'b4d00000-0000-4000-8000-000000000001',
        fiatCurrency: 'MXN',
        digitalAsset: '0x75faf114eafb1BDbe2F0316DF893fd58CE46AA4d',
        chainId: 421_614,
      }),
    })
    const { fiatAmount } = (await response.json()) as { fiatAmount: string }
    same([response.status, fiatAmount], [201, '100.00'])
    await bando.close()
  },

  /** The path has no final slash, so the API redirects it. A browser does not show the target. */
  async redirect(core, place) {
    const bando = client(core, place)
    const answer = bando.get('/api/v1/networks')
    if ('document' in globalThis) {
      const error = await failure(answer)
      same([core.isBandoError(error, 'redirect'), String(error).includes('slash')], [true, true])
    } else {
      same((await answer).status, 200)
    }
    same(bando.state.limit.remaining, 'document' in globalThis ? 99 : 98)
    await bando.close()
  },
} satisfies Record<string, Scenario>

export const scenarioNames = Object.keys(scenarios) as readonly ScenarioName[]

/** Plays every scenario against its place. */
export async function playAll(core: typeof Core, places: Places): Promise<Outcomes> {
  const outcomes: Partial<Record<ScenarioName, string>> = {}
  for (const name of scenarioNames) {
    const [outcome] = await Promise.allSettled([scenarios[name](core, places[name])])
    outcomes[name] = outcome.status === 'rejected' ? String(outcome.reason) : 'passed'
  }
  return outcomes as Outcomes
}

function client(core: typeof Core, { url, token }: Place, options: Core.BandoOptions = {}): Core.Bando {
  return core.createBando({ baseUrl: url, token, store: core.memoryStore(), ...options })
}

function ids(count: number): number[] {
  return Array.from({ length: count }, (_, id) => id)
}

function same(found: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)]
  if (a !== b) throw new Error(`expected ${b}, found ${a}`)
}

async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('it was expected to fail, and did not')
}

/** Lets promises settle until `isThere`, without a clock. */
async function turns(isThere: () => boolean): Promise<void> {
  for (let turn = 0; turn < 100 && !isThere(); turn += 1) await Promise.resolve()
  same(isThere(), true)
}
