import type { RedisCommands } from '../clients/RedisCommands.ts'
import { runScript } from '../scripts/runScript.ts'
import type { Script } from '../scripts/Script.ts'
import { CircuitBreaker } from './CircuitBreaker.ts'
import { isRefused } from './isRefused.ts'
import { pause, within } from './waits.ts'

export interface CourierOptions {
  readonly onOutage: 'wait' | 'fail'
  readonly commandTimeoutMs: number
  readonly now: () => number
  readonly random: () => number
}

export interface Delivered {
  readonly reply: unknown
  /** When the command that was replied to was started. */
  readonly startedAt: number
}

/** Runs scripts while Redis may be away: it waits for it, or fails at once. */
export class Courier {
  readonly #commands: RedisCommands
  readonly #options: CourierOptions
  readonly #breaker: CircuitBreaker
  #lastFailure: unknown

  constructor(commands: RedisCommands, options: CourierOptions) {
    this.#commands = commands
    this.#options = options
    this.#breaker = new CircuitBreaker(options)
  }

  /**
   * Runs a script that may run twice: a command without a reply may have run, or may still run
   * later.
   * @throws Error if Redis refuses, if it is away and calls are to fail, or as `signal` aborts
   */
  async run(
    script: Script,
    call: { readonly keys: readonly string[]; readonly args: readonly string[] },
    signal: AbortSignal,
  ): Promise<Delivered> {
    const { commandTimeoutMs, onOutage, now } = this.#options
    for (;;) {
      signal.throwIfAborted()
      const waitMs = this.#breaker.enter()
      if (waitMs > 0) {
        if (onOutage === 'fail')
          throw new Error(`Redis is away, and is tried again in ${Math.ceil(waitMs)} ms`, {
            cause: this.#lastFailure,
          })
        await pause(waitMs, signal)
        continue
      }
      const startedAt = now()
      try {
        const running = runScript(this.#commands, script, call)
        const reply = await within(running, { ms: commandTimeoutMs, signal })
        this.#breaker.succeeded()
        return { reply, startedAt }
      } catch (error) {
        signal.throwIfAborted()
        if (isRefused(error)) {
          this.#breaker.succeeded()
          throw error
        }
        this.#lastFailure = error
        this.#breaker.failed()
        if (onOutage === 'fail') throw error
      }
    }
  }
}
