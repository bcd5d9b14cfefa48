import { createBando } from '@bando/core'
import { mapToBando } from '@bando/rxjs'
import { lastValueFrom, range, scan, tap } from 'rxjs'

export interface RunOptions {
  /** @defaultValue the API itself */
  readonly baseUrl?: string | undefined
  /** Left out: anonymous. */
  readonly token?: string | undefined
  readonly ids: number
  /** Told after each answer. */
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

export interface Progress {
  readonly served: number
  /** The longest any of them waited for the budget, in ms. */
  readonly longestWaitMs: number
  /** Requests left in the window. */
  readonly remaining: number
}

export interface Result extends Progress {
  /** 429s: there are none. */
  readonly refused: number
}

/** Asks the API about each id, as fast as the budget allows and no faster. */
export async function run({ baseUrl, token, ids, onProgress }: RunOptions): Promise<Result> {
  await using bando = createBando({ baseUrl, token })
  let served = 0
  let refused = 0
  bando.on('limited', () => (refused += 1))

  const answers$ = range(1, ids).pipe(
    mapToBando(bando, (id) => ({ path: '/coolness', query: { id } })),
    scan((longestWaitMs, { waitedMs }) => Math.max(longestWaitMs, waitedMs), 0),
    tap((longestWaitMs) => {
      served += 1
      onProgress?.({ served, longestWaitMs, remaining: bando.state.limit.remaining })
    }),
  )
  const longestWaitMs = await lastValueFrom(answers$, { defaultValue: 0 })
  return { served, refused, longestWaitMs, remaining: bando.state.limit.remaining }
}
