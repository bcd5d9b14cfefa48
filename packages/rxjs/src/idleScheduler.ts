import type { SchedulerAction, SchedulerLike } from 'rxjs'
import { Subscription } from 'rxjs'

type Work<State> = (this: SchedulerAction<State>, state?: State) => void

class IdleAction<State> extends Subscription implements SchedulerAction<State> {
  readonly #work: Work<State>
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(work: Work<State>) {
    super(() => clearTimeout(this.#timer))
    this.#work = work
  }

  schedule(state?: State, delayMs = 0): this {
    this.#timer = setTimeout(() => this.#work(state), delayMs)
    // In a browser a timer is a number, and cannot keep a process alive.
    if (typeof this.#timer === 'object') this.#timer.unref()
    return this
  }
}

/** A scheduler on the machine's own time. Its timers do not keep the process alive. */
export const idleScheduler: SchedulerLike = {
  now: () => Date.now(),
  schedule: <State>(work: Work<State>, delayMs?: number, state?: State) =>
    new IdleAction(work).schedule(state, delayMs),
}
