import type { Cancel, Clock } from '../contract/Clock.ts'

/** After so many commits in a row the other work of the process gets its turn. */
const mostInARow = 100

/** Runs one commit at a time. What is asked for meanwhile is done together in the next one. */
export class CommitLoop {
  readonly #clock: Clock
  readonly #commit: () => Promise<void>
  #isAsked = false
  #running: Promise<void> | undefined

  /** @param commit never rejects */
  constructor(clock: Clock, commit: () => Promise<void>) {
    this.#clock = clock
    this.#commit = commit
  }

  /** Whether a commit is under way, or follows at once. */
  get isRunning(): boolean {
    return this.#running !== undefined
  }

  ask(): void {
    this.#isAsked = true
    this.#running ??= Promise.resolve().then(() => this.#run())
  }

  /** Forgets what was asked for meanwhile. */
  stop(): void {
    this.#isAsked = false
  }

  /** One more commit, and another if something is left. Waits at most `withinMs`. */
  async finish(isLeft: () => boolean, withinMs: number): Promise<void> {
    let cancel: Cancel = () => {}
    const bound = new Promise<void>((resolve) => {
      cancel = this.#clock.schedule(resolve, withinMs, { keepAlive: false })
    })
    await Promise.race([this.#finish(isLeft), bound])
    cancel()
  }

  async #finish(isLeft: () => boolean): Promise<void> {
    this.ask()
    await this.#running
    if (!isLeft()) return
    this.ask()
    await this.#running
  }

  async #run(): Promise<void> {
    let count = 0
    while (this.#isAsked) {
      this.#isAsked = false
      await this.#commit()
      count += 1
      if (count % mostInARow === 0) await this.#pause()
    }
    this.#running = undefined
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#clock.schedule(resolve, 1, { keepAlive: true })
    })
  }
}
