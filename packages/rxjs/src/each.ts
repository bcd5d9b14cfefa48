import type { Bando } from '@bando/core'
import { BandoLimitError } from '@bando/core'
import { catchError, map, Observable, Subject, takeWhile, toArray } from 'rxjs'
import { changes$ } from './state/changes.ts'
import { check } from './check.ts'
import type { MapToBandoOptions, Project } from './EachOptions.ts'
import { hasRoom } from './hasRoom.ts'
import { send } from './send.ts'

/**
 * Makes a request for each value, one by one as the budget allows, and emits the results. Only one
 * request waits for a permit, so that no value is lost. The client's state decides after each
 * value, so that several streams take turns.
 * @param open returns the source. `asked` emits when the source may emit one more value, and
 * completes when the source should end
 */
export function each<Value, Data, Result, Caught>(
  bando: Bando,
  project: Project<Value, Data>,
  {
    ordered = true,
    concurrency = 64,
    select = (response) => response as Result,
    catchEach = (error) => {
      throw error
    },
    buffer = Infinity,
    overflow,
  }: MapToBandoOptions<Value, Data, Result, Caught>,
  open: (asked: Observable<unknown>) => Observable<Value>,
): Observable<Result | Caught> {
  check('concurrency', concurrency, concurrency >= 1, 'a number of at least 1')
  return new Observable((subscriber) => {
    const asked = new Subject<void>()
    /** The values that wait, by their numbers: from `first` to the one before `end`. */
    const values = new Map<number, Value>()
    let first = 0
    let end = 0
    /** The results of each value that was taken, by its index. They are missing until complete. */
    const turns = new Map<number, (Result | Caught)[] | undefined>()
    let taken = 0
    let isSpent = false
    let isBusy = false

    const fail = (error: unknown): void => subscriber.error(error)

    /** Emits due results, and takes one value if the state allows it. Runs after each change. */
    const step = (): void => {
      // A receiver of results, or `project`, may cause another change.
      if (isBusy) return
      isBusy = true
      try {
        bando.closed.throwIfAborted()
        emit()
        if (mayTake()) take()
        trim()
      } catch (error) {
        fail(error)
      }
      isBusy = false
      if (isSpent && turns.size + values.size === 0) subscriber.complete()
    }

    const emit = (): void => {
      for (const [index, results] of turns) {
        if (results) {
          turns.delete(index)
          for (const result of results) subscriber.next(result)
        } else if (ordered) return
      }
    }

    const mayTake = (): boolean => {
      if (turns.size >= concurrency || subscriber.closed) return false
      // A newer value may replace one that waits in a bounded buffer, so a value is taken only when
      // its request can be sent at once. After the source has completed, no newer value comes, and
      // a request that waits keeps the process alive for the last values.
      if (buffer < Infinity && !isSpent) return hasRoom(bando.state)
      return turns.size === 0 || bando.state.queue.waiting === 0
    }

    const take = (): void => {
      if (values.size === 0) return asked.next()
      const value = values.get(first) as Value
      values.delete(first++)
      const index = taken++
      const request$ = send<Data>(bando, project(value, index), {}, { maxWaitMs: Infinity })
      turns.set(index, undefined)
      subscriber.add(
        request$
          .pipe(
            map((response) => select(response, value, index)),
            catchError((error: unknown) => catchEach(error, value, index)),
            toArray(),
          )
          .subscribe({
            next(results) {
              // A `step` that is under way reaches a turn only if it comes after the present one.
              if (!ordered) turns.delete(index)
              turns.set(index, results)
              step()
            },
            error: fail,
          }),
      )
    }

    const trim = (): void => {
      while (values.size > buffer) {
        if (overflow === 'error') {
          const message = `buffer: more than ${buffer} values wait for the budget. Give a larger one, or another \`overflow\`.`
          throw new BandoLimitError(message, { attempts: 0, sent: false, retryable: false })
        }
        values.delete(overflow === 'drop' ? --end : first++)
      }
    }

    subscriber.add(() => asked.complete())
    subscriber.add(changes$(bando).subscribe(step))
    subscriber.add(
      open(asked)
        // Ends a synchronous source, which emits before its subscription can be cancelled.
        .pipe(takeWhile(() => !subscriber.closed))
        .subscribe({
          next(value) {
            values.set(end++, value)
            step()
          },
          error: fail,
          complete() {
            isSpent = true
            step()
          },
        }),
    )
  })
}
