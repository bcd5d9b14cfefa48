import type { Limit } from '@bando/core'
import { createBando } from '@bando/core'
import { mapToBando } from '@bando/rxjs'
import { lastValueFrom, range, tap } from 'rxjs'
import type { Display } from './Display.ts'

export type { Display } from './Display.ts'

export interface RunOptions {
  /** @defaultValue the API itself */
  readonly baseUrl?: string | undefined
  /** Left out: anonymous. */
  readonly token?: string | undefined
  /** Ours, where it is lower than what the API allows. */
  readonly limit?: Limit | undefined
  /** How many ids to ask about. */
  readonly ids: number
  /** Where progress is shown. @defaultValue nowhere */
  readonly out?: Display | undefined
}

export interface Result {
  readonly served: number
  /** 429s: there are none. */
  readonly refused: number
  /** The longest that a call waited for the budget, in ms. */
  readonly waitedMs: number
}

/** Asks the API about each id, as fast as the budget allows and no faster. */
export async function run({ baseUrl, token, limit, ids, out }: RunOptions): Promise<Result> {
  await using bando = createBando({ baseUrl, token, limit })
  let served = 0
  let refused = 0
  let waitedMs = 0
  const show = (): void => out?.show(served, bando.state)
  bando.on('limited', () => (refused += 1))
  bando.subscribe(show)

  const answers$ = range(1, ids).pipe(
    mapToBando(bando, (id) => ({ path: '/coolness', query: { id } })),
    tap((answer) => {
      served += 1
      waitedMs = Math.max(waitedMs, answer.waitedMs)
      show()
    }),
  )
  await lastValueFrom(answers$, { defaultValue: undefined })
  return { served, refused, waitedMs }
}
