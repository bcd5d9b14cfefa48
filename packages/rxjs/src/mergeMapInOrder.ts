import type { ObservableInput, OperatorFunction } from 'rxjs'
import { defer, delayWhen, finalize, from, mergeAll, mergeMap, toArray } from 'rxjs'

/**
 * `mergeMap` whose results come in the order of their values. One that is early waits for those before it, and takes up its
 * share of `concurrency` as long as it does, so that no more than that many are ever kept.
 */
export function mergeMapInOrder<Value, Result>(
  project: (value: Value, index: number) => ObservableInput<Result>,
  concurrency: number,
): OperatorFunction<Value, Result> {
  return (source) =>
    defer(() => {
      let lastTurn = Promise.resolve()
      const takeTurn = (value: Value, index: number): ObservableInput<Result> => {
        const results = from(project(value, index))
        const before = lastTurn
        // A promise, whose callbacks start from an empty stack: a thousand early answers behind a slow one do not overflow it.
        let endTurn = (): void => {}
        lastTurn = new Promise((resolve) => (endTurn = resolve))
        return results.pipe(
          toArray(),
          delayWhen(() => before),
          mergeAll(),
          finalize(endTurn),
        )
      }
      return source.pipe(mergeMap(takeTurn, concurrency))
    })
}
