import type { Logger } from '../contract/Logger.ts'

/** Writes each hint to the log once. */
export class Hints {
  readonly #logger: Logger
  readonly #written = new Set<string>()

  constructor(logger: Logger) {
    this.#logger = logger
  }

  write(hint: string): void {
    if (this.#written.has(hint)) return
    this.#written.add(hint)
    this.#logger.warn(hint)
  }
}
