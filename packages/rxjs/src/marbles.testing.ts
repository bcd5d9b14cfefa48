import type { Bando, BandoOptions, BandoResponse } from '@bando/core'
import { createBando, memoryStore } from '@bando/core'
import type { ScriptedRequest } from '@bando/core/testing'
import { scriptedTransport } from '@bando/core/testing'
import { Observable } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import { expect, onTestFinished } from 'vitest'
import { schedulerClock } from './schedulerClock.ts'

// One character is 1 ms, as in `TestScheduler.run`.
TestScheduler.frameTimeFactor = 1

type Messages = ReturnType<typeof TestScheduler.parseMarbles>

/** What an observable told, and when. */
export interface Recording {
  /** Compares with a marble diagram, whose letters stand for themselves. */
  readonly toBe: (marbles: string, error?: unknown) => void
  readonly unsubscribe: () => void
}

export interface Marbles {
  readonly bando: Bando
  readonly scheduler: TestScheduler
  readonly requests: readonly ScriptedRequest[]
  /**
   * An observable that pushes the letters of a marble diagram from the moment of its subscription.
   */
  readonly cold: (marbles: string) => Observable<string>
  /** Subscribes, at once. Responses are told by their data. */
  readonly record: (observable: Observable<unknown>) => Recording
  /** Moves time on until `untilMs`: what each instant sets off is done before the next. */
  readonly run: (untilMs?: number) => Promise<void>
}

export interface MarblesOptions extends BandoOptions {
  /** How long a response takes, in ms. @defaultValue 3 */
  readonly latencyMs?: number
  /** The response to one request. @defaultValue the last letter of its path, in capitals */
  readonly respond?: (request: ScriptedRequest, index: number) => Response
}

const warmUpMs = 100_000

/**
 * A client whose clock is a `TestScheduler`, and whose API answers `/a` with `A`. It has had a
 * response before, so that its first requests need not go alone; the budget is whole again at 0.
 */
export async function marbles({
  latencyMs = 3,
  respond = letter,
  ...options
}: MarblesOptions = {}): Promise<Marbles> {
  const scheduler = new TestScheduler(() => {})
  const requests: ScriptedRequest[] = []
  const fetch = scriptedTransport((request) => {
    if (request.url.pathname === '/warm-up') return Response.json(0)
    const index = requests.push(request) - 1
    return new Promise((resolve) => scheduler.schedule(() => resolve(respond(request, index)), latencyMs))
  })
  const clock = schedulerClock(scheduler)
  const bando = createBando({ clock, fetch, store: memoryStore(), random: () => 0, ...options })
  onTestFinished(() => bando.close())
  await bando.get('/warm-up')
  scheduler.frame = warmUpMs

  const play = (messages: Messages): Observable<string> =>
    new Observable((subscriber) => {
      for (const { frame, notification } of messages) {
        const tell = (): void => {
          if (notification.kind === 'N') subscriber.next(String(notification.value))
          else if (notification.kind === 'E') subscriber.error(notification.error)
          else subscriber.complete()
        }
        // At 0 it is synchronous.
        if (frame === 0) tell()
        else subscriber.add(scheduler.schedule(tell, frame))
      }
    })

  return {
    bando,
    scheduler,
    requests,
    cold: (diagram) => play(parse(diagram)),
    record(observable) {
      const told: { frame: number; notification: object }[] = []
      const note = (notification: object): void =>
        void told.push({ frame: Math.floor(scheduler.now()) - warmUpMs, notification })
      const subscription = observable.subscribe({
        next: (value) => note({ kind: 'N', value: shown(value), error: undefined }),
        error: (error: unknown) => note({ kind: 'E', value: undefined, error }),
        complete: () => note({ kind: 'C', value: undefined, error: undefined }),
      })
      return {
        unsubscribe: () => subscription.unsubscribe(),
        toBe: (diagram, error = expect.anything()) => expect(told).toEqual(parse(diagram, error)),
      }
    },
    async run(untilMs = 1000) {
      const until = warmUpMs + untilMs
      await settle()
      for (let next = scheduler.actions[0]; next && next.delay <= until; next = scheduler.actions[0]) {
        scheduler.maxFrames = next.delay
        scheduler.flush()
        await settle()
      }
      scheduler.frame = until
    },
  }
}

function parse(diagram: string, error?: unknown): Messages {
  return TestScheduler.parseMarbles(diagram, undefined, error, false, true)
}

function letter({ url }: ScriptedRequest): Response {
  return Response.json(url.pathname.slice(-1).toUpperCase())
}

function shown(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'data' in value
    ? (value as BandoResponse).data
    : value
}

/** Lets every promise that is ready go on, and those that become ready by it. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
