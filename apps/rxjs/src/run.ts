import type { Limit, Store } from '@bando/core'
import { createBando } from '@bando/core'
import { fromEach } from '@bando/rxjs'
import { filter, fromEvent, lastValueFrom, merge, of, Subject, takeUntil, tap, throwError } from 'rxjs'
import type { Answer } from './answer.ts'
import { answerOf } from './answer.ts'
import type { Progress } from './progress.ts'

export interface RunOptions {
  /** @defaultValue the API itself */
  readonly baseUrl?: string | undefined
  /** Left out: anonymous. */
  readonly token?: string | undefined
  /** Ours, if it is lower than what the API allows. */
  readonly limit?: Limit | undefined
  /** Where the budget is remembered. @defaultValue the process's own memory */
  readonly store?: Store | undefined
  /** What to ask about. It is pulled as the budget allows. */
  readonly ids: Iterable<string> | AsyncIterable<string>
  /** Path for an id, which takes the place of `{id}`. @defaultValue '/coolness?of={id}' */
  readonly path?: string | undefined
  /** Takes each answer, in the order of the ids. @defaultValue nowhere */
  readonly write?: ((answer: Answer) => void) | undefined
  /** @defaultValue nowhere */
  readonly progress?: Pick<Progress, 'show'> | undefined
  /**
   * Stops the run: no further request is sent, and the responses to those under way are still
   * written. A request whose response is unknown would count against the next run.
   */
  readonly signal?: AbortSignal | undefined
}

export interface Result {
  readonly served: number
  /** 429s: there are none. */
  readonly refused: number
  /** The longest that a call waited for the budget, in ms. */
  readonly waitedMs: number
}

/**
 * Makes a request for each id, as fast as the budget allows. Ends at the first error that does not
 * concern one id alone.
 */
export async function run({
  ids,
  path = '/coolness?of={id}',
  write,
  progress,
  signal = new AbortController().signal,
  ...options
}: RunOptions): Promise<Result> {
  await using bando = createBando(options)
  let asked = 0
  let served = 0
  let refused = 0
  let waitedMs = 0
  const changed = new Subject<void>()
  const show = (): void => {
    progress?.show(served, bando.state)
    changed.next()
  }
  const hasStopped = (): boolean => signal.aborted && asked - served === bando.state.queue.waiting
  bando.on('limited', () => (refused += 1))
  bando.subscribe(show)

  const project = (id: string): string => {
    asked += 1
    return path.replace('{id}', encodeURIComponent(id))
  }
  const answers$ = fromEach(bando, idsUntil(signal, ids), project, {
    select(response, id): Answer {
      waitedMs = Math.max(waitedMs, response.waitedMs)
      return { id, status: response.status, data: response.data }
    },
    catchEach(error, id) {
      const answer = answerOf(error, id)
      return answer ? of(answer) : throwError(() => error)
    },
  }).pipe(
    tap((answer) => {
      write?.(answer)
      served += 1
      show()
    }),
    takeUntil(merge(changed, fromEvent(signal, 'abort')).pipe(filter(hasStopped))),
  )
  if (!signal.aborted) await lastValueFrom(answers$, { defaultValue: undefined })
  return { served, refused, waitedMs }
}

async function* idsUntil(signal: AbortSignal, ids: RunOptions['ids']): AsyncGenerator<string> {
  for await (const id of ids) {
    if (signal.aborted) return
    yield id
  }
}
