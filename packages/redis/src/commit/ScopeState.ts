import type { Change, CommitContext, Committed } from '@bando/core/store'
import { commitV1 } from '../scripts/commit.v1-1.ts'
import type { Courier } from './Courier.ts'
import type { StoredState } from './decodeReply.ts'
import { decodeReply } from './decodeReply.ts'
import { ServerTime } from './ServerTime.ts'
import { pause } from './waits.ts'

/** How long a state is kept that does not say when it may be forgotten: a week. */
const keptMs = 604_800_000
/** How much longer than it matters a state is kept. */
const spareMs = 60_000
/** How much a commit may be ahead of the server's time before it waits for that. */
const roundingMs = 0.25
const firstPauseMs = 0.5
const mostPauseMs = 16

export interface ScopeStateOptions {
  readonly key: string
  /** '' if the news are not told. */
  readonly channel: string
  readonly courier: Courier
  readonly nextStamp: () => string
  readonly now: () => number
  readonly random: () => number
}

/** The state of one scope, as this process has last seen it. A commit changes that, and is written if Redis still has the same. */
export class ScopeState {
  readonly #options: ScopeStateOptions
  readonly #time = new ServerTime()
  #seen: StoredState | undefined

  constructor(options: ScopeStateOptions) {
    this.#options = options
  }

  /** Whether the state that `stamp` names is the one that was seen last. */
  hasSeen(stamp: string): boolean {
    return this.#seen?.stamp === stamp
  }

  async commit<Result>(
    change: (state: string | undefined, at: number, version: number) => Change<Result>,
    { signal }: CommitContext,
  ): Promise<Committed<Result>> {
    for (let conflicts = 0; ; conflicts += 1) {
      signal.throwIfAborted()
      // Several members that are in conflict must not go on in step.
      if (conflicts > 1) await pause(this.#backoffMs(conflicts), signal)
      const seen = this.#seen ?? (await this.#read(signal))
      const at = Math.max(seen.at, this.#time.at(this.#options.now()))
      const { next, result, keepUntil } = change(seen.text, at, seen.version)
      const stamp = next === undefined ? '' : this.#options.nextStamp()
      const keepMs = keepUntil === undefined ? keptMs : Math.max(0, keepUntil - at) + spareMs
      const { status, time, state } = await this.#run(
        { seen: seen.stamp, stamp, at, keepMs, text: next },
        signal,
      )
      if (status !== 'done') continue
      if (next !== undefined) this.#seen = { stamp, version: state.version, at, text: next }
      // What is decided for `at` must not happen before.
      if (at - time > roundingMs) await pause(at - time, signal)
      return { result, at, version: state.version }
    }
  }

  async #read(signal: AbortSignal): Promise<StoredState> {
    const { state } = await this.#run({ seen: '?', stamp: '', at: 0, keepMs: 0, text: undefined }, signal)
    return state
  }

  async #run(
    commit: { seen: string; stamp: string; at: number; keepMs: number; text: string | undefined },
    signal: AbortSignal,
  ): Promise<ReturnType<typeof decodeReply>> {
    const { key, channel, courier } = this.#options
    const { seen, stamp, at, keepMs, text = '' } = commit
    const least = this.#time.latest
    const args = [seen, stamp, at, least, Math.ceil(keepMs), channel, text].map(String)
    const { reply, startedAt } = await courier.run(commitV1, { keys: [key], args }, signal)
    const decoded = decodeReply(reply)
    this.#time.learn(decoded.time, startedAt)
    if (decoded.status === 'changed') this.#seen = decoded.state
    return decoded
  }

  #backoffMs(conflicts: number): number {
    return Math.min(mostPauseMs, firstPauseMs * 2 ** conflicts) * this.#options.random()
  }
}
