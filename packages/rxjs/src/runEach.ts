import type { Bando } from '@bando/core'
import { Observable } from 'rxjs'
import { closing$ } from './closed.ts'
import { hasRoom } from './hasRoom.ts'
import type { Supply } from './Supply.ts'

/** A value whose request was made. */
interface Turn<Result> {
  /** Results that arrived before their turn. */
  readonly early: Result[]
  isDone: boolean
}

export interface RunEachOptions<Value, Result> {
  readonly ordered: boolean
  readonly concurrency: number
  readonly openSupply: () => Supply<Value>
  readonly ask: (value: Value, index: number) => Observable<Result>
}

/**
 * Takes values one by one as the budget allows, makes a request for each, and emits the results.
 * Only one request waits for a permit, so that no value is lost. The client's state decides after
 * each value, so that several streams take turns.
 */
export function runEach<Value, Result>(
  bando: Bando,
  { ordered, concurrency, openSupply, ask }: RunEachOptions<Value, Result>,
): Observable<Result> {
  return new Observable((subscriber) => {
    const supply = openSupply()
    const turns: Turn<Result>[] = []
    let index = 0
    let isFilling = false
    let isDelivering = false

    const fail = (error: unknown): void => subscriber.error(error)

    const mayTake = (): boolean => {
      const { state } = bando
      if (supply.isPerishable) return turns.length < concurrency && hasRoom(state)
      return turns.length === 0 || (turns.length < concurrency && state.queue.waiting === 0)
    }

    /** Takes a value if the state allows it. Runs after every change. */
    const fill = (): void => {
      // A source may push another value while one is taken.
      if (isFilling || subscriber.closed) return
      isFilling = true
      try {
        const taken = mayTake() ? supply.take() : undefined
        if (taken) start(taken.value)
        supply.trim()
      } catch (error) {
        fail(error)
      }
      isFilling = false
      if (supply.isSpent && turns.length === 0) subscriber.complete()
    }

    const start = (value: Value): void => {
      const request$ = ask(value, index++)
      const turn: Turn<Result> = { early: [], isDone: false }
      turns.push(turn)
      subscriber.add(
        request$.subscribe({
          next(result) {
            if (!ordered) return subscriber.next(result)
            turn.early.push(result)
            deliver()
          },
          error: fail,
          complete() {
            turn.isDone = true
            if (ordered) return deliver()
            turns.splice(turns.indexOf(turn), 1)
            fill()
          },
        }),
      )
    }

    const deliver = (): void => {
      if (isDelivering) return
      isDelivering = true
      for (let turn = turns[0]; turn; turn = turns[0]) {
        while (turn.early.length > 0) subscriber.next(turn.early.shift() as Result)
        if (!turn.isDone) break
        turns.shift()
      }
      isDelivering = false
      fill()
    }

    subscriber.add(() => supply.close())
    // Watches for a closed client. Otherwise a silent source would not end, and an endless one
    // would continue with `catchEach`.
    subscriber.add(closing$(bando).subscribe({ error: fail }))
    subscriber.add(bando.subscribe(fill))
    if (subscriber.closed) return
    supply.open(fill, fail)
    fill()
  })
}
