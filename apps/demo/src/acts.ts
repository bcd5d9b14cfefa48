import { setTimeout as sleep } from 'node:timers/promises'
import { run } from '@bando/app-rxjs'
import type { Bando } from '@bando/core'
import { createBando, isBandoError } from '@bando/core'
import { hold } from './hold.ts'
import type { Stage } from './setStage.ts'
import { limit } from './setStage.ts'

/**
 * One act of the demo. It plays a part of the contract, and describes the result in a few words.
 */
export interface Act {
  readonly title: string
  play(stage: Stage): Promise<string>
}

/** A script of a partner, which uses only the client. */
export function scriptActs(): Act[] {
  let bando: Bando
  return [
    {
      title: 'served anonymously',
      async play({ apiUrl }) {
        await using anonymous = createBando({ baseUrl: apiUrl })
        const { status } = await anonymous.get('/coolness')
        hold(anonymous.state.auth.status === 'anonymous', 'no credential is used', anonymous.state)
        return `${status}, ${anonymous.state.limit.remaining} of ${anonymous.state.limit.requests} left`
      },
    },
    {
      title: 'served with a token, which buys more',
      async play({ apiUrl, tokens }) {
        bando = createBando({ baseUrl: apiUrl, token: tokens.script })
        const { status } = await bando.get('/coolness')
        hold(
          bando.state.limit.requests === limit.requests,
          'the limit is learnt from the API',
          bando.state.limit,
        )
        return `${status}, ${bando.state.limit.remaining} of ${bando.state.limit.requests} left`
      },
    },
    {
      title: 'the last request of the window',
      async play() {
        const left = bando.state.limit.remaining
        await Promise.all(Array.from({ length: left }, (_, id) => bando.get('/coolness', { query: { id } })))
        hold(bando.state.limit.remaining === 0, 'the budget is spent', bando.state.limit)
        return `${left} at once, 0 left`
      },
    },
    {
      title: 'a wait instead of a 429',
      async play({ mock }) {
        const { waitedMs } = await bando.get('/coolness')
        hold(waitedMs > 0, 'the next one waits', waitedMs)
        hold(count(mock, 'limited') === 0, 'nothing was refused', count(mock, 'limited'))
        return `${Math.round(waitedMs)} ms, then 200`
      },
    },
    {
      title: 'a bad token, refused once and not sent again',
      async play({ mock }) {
        const before = count(mock, 'rejected')
        bando.setToken('bando_mistyped')
        const calls = Array.from({ length: 50 }, (_, id) => bando.get('/coolness', { query: { id } }))
        const outcomes = await Promise.allSettled(calls)
        const refused = outcomes.filter(
          (each) => each.status === 'rejected' && isBandoError(each.reason, 'rejected'),
        )
        hold(refused.length === 50, 'fifty calls hear a BandoRejectedError', refused.length)
        hold(
          count(mock, 'rejected') - before === 1,
          'one invalid request is sent',
          count(mock, 'rejected') - before,
        )
        return '50 calls, 1 request, 50 typed errors'
      },
    },
    {
      title: 'the lockout that does not happen',
      async play({ mock, tokens, apiUrl }) {
        hold(locked(mock).length === 0, 'nothing is locked', locked(mock))
        const response = await fetch(`${apiUrl}/coolness`, {
          headers: { authorization: `Bearer ${tokens.nest}` },
        })
        hold(response.status === 200, 'valid tokens are accepted from this address', response.status)
        return 'valid tokens are still accepted'
      },
    },
    {
      title: 'recovery with the good token',
      async play({ tokens }) {
        bando.setToken(tokens.script)
        const { status } = await bando.get('/coolness')
        hold(bando.state.auth.status === 'verified', 'the token is proven good', bando.state.auth)
        await bando.close()
        return `${status}, ${bando.state.auth.status}`
      },
    },
  ]
}

export const nestActs: Act[] = [
  {
    title: 'GET /coolness of the Nest app',
    async play({ nestUrl }) {
      const response = await fetch(`${nestUrl}/coolness`)
      hold(response.status === 200, 'the app is served', response.status)
      return `${response.status} ${await response.text()}`
    },
  },
  {
    title: 'a spent budget is a 429 with Retry-After for its callers',
    async play({ nestUrl, mock }) {
      const ask = (id: number): Promise<Response> => fetch(`${nestUrl}/coolness?id=${id}`)
      const responses = await Promise.all(Array.from({ length: 2 * limit.requests }, (_, id) => ask(id)))
      const refused = responses.filter(({ status }) => status === 429)
      const told = refused.filter(({ headers }) => Number(headers.get('retry-after')) >= 1)
      hold(
        refused.length > 0,
        'some are too many',
        responses.map(({ status }) => status),
      )
      hold(told.length === refused.length, 'each is told when to come back', told.length)
      hold(count(mock, 'limited') === 0, 'Bando itself refused none', count(mock, 'limited'))
      return `${responses.length - refused.length} served, ${refused.length} told to come back in ${told[0]?.headers.get('retry-after')} s`
    },
  },
  {
    title: 'two replicas, which share one budget in Redis',
    async play({ nestUrl, replicaUrl, mock }) {
      if (replicaUrl === undefined) return 'left out: there is no redis-server here'
      const ask = (id: number): Promise<Response> =>
        fetch(`${id % 2 === 0 ? nestUrl : replicaUrl}/coolness?id=replica-${id}`)
      // The act before has spent the budget, and this one begins when permits are back.
      const early = await ask(-2)
      await sleep(1000 * Number(early.headers.get('retry-after') ?? 0))
      const before = count(mock, 'served')
      const responses = await Promise.all(Array.from({ length: 2 * limit.requests }, (_, id) => ask(id)))
      const served = responses.filter(({ status }) => status === 200).length
      hold(count(mock, 'limited') === 0, 'Bando itself refused none', count(mock, 'limited'))
      hold(served > 0, 'some are served', served)
      hold(count(mock, 'served') - before === served, 'both tell what Bando served', served)
      return `${served} served by both, ${responses.length - served} told to come back later`
    },
  },
]

export const rxjsActs: Act[] = [
  {
    title: 'a hundred ids through mapToBando',
    async play({ apiUrl, tokens, mock }) {
      const startedAt = performance.now()
      const ids = Array.from({ length: 100 }, (_, id) => String(id))
      const { served, refused } = await run({ baseUrl: apiUrl, token: tokens.rxjs, ids })
      hold(served === 100 && refused === 0, 'all are served', { served, refused })
      hold(count(mock, 'limited') === 0, 'Bando refused none', count(mock, 'limited'))
      return `${served} served, 0 refused, in ${Math.round((performance.now() - startedAt) / 1000)} s at ${limit.requests} per ${limit.windowMs / 1000} s`
    },
  },
]

export function count({ log }: Stage['mock'], verdict: Stage['mock']['log'][number]['verdict']): number {
  return log.filter((entry) => entry.verdict === verdict).length
}

/** Returns the locked owners and addresses. */
export function locked({ state }: Stage['mock']): Stage['mock']['state']['lockouts'] {
  return state.lockouts.filter(({ lockedUntil }) => lockedUntil !== null)
}
