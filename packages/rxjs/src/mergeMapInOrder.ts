import type { OperatorFunction, ObservableInput } from 'rxjs'
import { from, Observable } from 'rxjs'

interface Place<Result> {
  readonly early: Result[]
  isComplete: boolean
}

/**
 * `mergeMap` whose results come in the order of their values. One that is early waits for those before it, and takes up its
 * share of `concurrency` as long as it does, so that no more than that many are ever kept.
 */
export function mergeMapInOrder<Value, Result>(
  project: (value: Value, index: number) => ObservableInput<Result>,
  concurrency: number,
): OperatorFunction<Value, Result> {
  return (source) =>
    new Observable<Result>((subscriber) => {
      const values: Value[] = []
      const places: Place<Result>[] = []
      let index = 0
      let isSourceComplete = false

      const begin = (): void => {
        while (places.length < concurrency && values.length > 0 && !subscriber.closed) {
          const [value] = values.splice(0, 1) as [Value]
          const place: Place<Result> = { early: [], isComplete: false }
          places.push(place)
          index += 1
          const inner = from(project(value, index - 1)).subscribe({
            next: (result) => {
              place.early.push(result)
              hand()
            },
            error: (error: unknown) => subscriber.error(error),
            complete: () => {
              place.isComplete = true
              hand()
            },
          })
          subscriber.add(inner)
        }
        if (isSourceComplete && places.length === 0) subscriber.complete()
      }
      /** Hands on what is next in order. */
      const hand = (): void => {
        for (let first = places[0]; first; first = places[0]) {
          for (const result of first.early.splice(0)) subscriber.next(result)
          if (!first.isComplete) break
          places.shift()
        }
        begin()
      }

      const outer = source.subscribe({
        next: (value) => {
          values.push(value)
          begin()
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => {
          isSourceComplete = true
          begin()
        },
      })
      subscriber.add(outer)
    })
}
