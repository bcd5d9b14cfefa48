/** Runs one commit at a time. What is asked for meanwhile is done together in the next one. */
export class CommitLoop {
  readonly #commit: () => Promise<void>
  #isAsked = false
  #running: Promise<void> | undefined

  /** @param commit never rejects */
  constructor(commit: () => Promise<void>) {
    this.#commit = commit
  }

  ask(): void {
    this.#isAsked = true
    this.#running ??= Promise.resolve().then(() => this.#run())
  }

  /** One more commit, and others as long as something is left. */
  async finish(isLeft: () => boolean): Promise<void> {
    this.ask()
    await this.#running
    if (!isLeft()) return
    this.ask()
    await this.#running
  }

  async #run(): Promise<void> {
    while (this.#isAsked) {
      this.#isAsked = false
      await this.#commit()
    }
    this.#running = undefined
  }
}
