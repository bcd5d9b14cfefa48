import type { Bando, BandoOptions } from '@bando/core'
import { createBando, memoryStore } from '@bando/core'
import type { ScriptedRequest } from '@bando/core/testing'
import { ManualClock, scriptedTransport } from '@bando/core/testing'
import type { SchedulerAction, SchedulerLike } from 'rxjs'
import { Subscription } from 'rxjs'
import { onTestFinished } from 'vitest'

export interface SetUp {
  readonly bando: Bando
  readonly clock: ManualClock
  /** RxJS's time, moved by the same clock. */
  readonly scheduler: SchedulerLike
  readonly requests: readonly ScriptedRequest[]
}

export type Script = (request: ScriptedRequest, index: number) => Response | Promise<Response>

/** A client whose API is `script`, and whose time is moved by hand. */
export function setUp(script: Script, options: BandoOptions = {}): SetUp {
  const clock = new ManualClock()
  const fetch = scriptedTransport(script)
  const bando = createBando({ clock, fetch, store: memoryStore(), random: () => 0, ...options })
  onTestFinished(() => bando.close())
  return { bando, clock, scheduler: schedulerOn(clock), requests: fetch.requests }
}

export function json(status = 200, headers: Record<string, string> = {}): Response {
  return Response.json({}, { status, headers })
}

export function never(): Promise<Response> {
  return new Promise(() => {})
}

/** Resolves when `clock` has moved on by `ms`. */
export function after(clock: ManualClock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.schedule(resolve, ms))
}

type Work<State> = (this: SchedulerAction<State>, state?: State) => void

function schedulerOn(clock: ManualClock): SchedulerLike {
  return {
    now: () => clock.epoch(),
    schedule: <State>(work: Work<State>, delay?: number, state?: State) =>
      new ClockAction(clock, work).schedule(state, delay),
  }
}

class ClockAction<State> extends Subscription implements SchedulerAction<State> {
  readonly #clock: ManualClock
  readonly #work: Work<State>

  constructor(clock: ManualClock, work: Work<State>) {
    super()
    this.#clock = clock
    this.#work = work
  }

  schedule(state?: State, delay = 0): this {
    // oxlint-disable-next-line no-useless-call -- `this` is how an action schedules itself again
    this.add(this.#clock.schedule(() => this.#work.call(this, state), delay))
    return this
  }
}
