import type { Change, CommitContext, Committed } from '@bando/core/store'
import { commitV2 } from '../scripts/commit.v2-1.ts'
import type { Courier } from './Courier.ts'
import type { CommitMessage } from './decodeReply.ts'
import { decodeReply } from './decodeReply.ts'
import { Line } from './Line.ts'
import { ServerTime } from './ServerTime.ts'
import type { StoredState } from './StoredState.ts'
import { isNewer } from './StoredState.ts'

/** How long a state is kept that does not say when it may be forgotten: a week. */
const keptMs = 604_800_000
/** How much longer than it matters a state is kept. */
const spareMs = 60_000
/** How much a commit may be ahead of the server's time before it waits for that. */
const roundingMs = 0.25
/** A message may be on its way for this long, or lost with a connection that seems to be alive. */
const freshMs = 1000
/** No longer does a commit wait after a conflict. */
const mostPauseMs = 250
/** A member in line is called by a message, and tries all the same if none comes. */
const patienceMs = 500

export interface ScopeStateOptions {
  readonly key: string
  /** '' if the news are not told. */
  readonly channel: string
  readonly courier: Courier
  /** Whether the commits of other members are heard of. */
  readonly isListening: () => boolean
  /** Names this process among the members. */
  readonly member: string
  readonly nextStamp: () => string
  readonly now: () => number
  readonly random: () => number
  /** Resolves after `ms` of real time, or rejects as `signal` aborts. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>
}

/**
 * The state of one scope, as this process has last seen it. A commit changes that, and is written
 * if Redis still has the same.
 */
export class ScopeState {
  readonly #options: ScopeStateOptions
  readonly #time = new ServerTime()
  readonly #line: Line
  #seen: StoredState | undefined
  /** When that was known to be stored, by our clock. */
  #seenAt = Number.NEGATIVE_INFINITY
  /** Names the commit under way, whose reply tells as much as its message; '' if none is. */
  #writing = ''

  constructor(options: ScopeStateOptions) {
    this.#options = options
    this.#line = new Line(options)
  }

  /** A member has committed. Returns whether that is news. */
  hear({ first, time, state }: CommitMessage): boolean {
    const isNews = state !== undefined && state.stamp !== this.#writing && this.#hearState(state)
    this.#line.learn(first, time)
    return isNews
  }

  #hearState(state: StoredState): boolean {
    // The first state is read, so that the server's time is known.
    if (this.#seen === undefined) return true
    if (!isNewer(state, this.#seen)) return false
    this.#see(state)
    return true
  }

  /** Commits of other members may have been missed: what was seen may be old. */
  doubt(): void {
    this.#seenAt = Number.NEGATIVE_INFINITY
  }

  async commit<Result>(
    change: (state: string | undefined, at: number, version: number) => Change<Result>,
    { signal }: CommitContext,
  ): Promise<Committed<Result>> {
    const { pause } = this.#options
    for (let conflicts = 0, attemptMs = 0; ; conflicts += 1) {
      signal.throwIfAborted()
      if (conflicts > 0) await this.#line.turn(this.#backoffMs(conflicts, attemptMs), signal)
      else if (this.#options.isListening()) await this.#line.letOthersGo(signal)
      const startedAt = this.#options.now()
      const seen = this.#seen ?? (await this.#read(signal))
      const at = Math.max(seen.at, this.#time.at(this.#options.now()))
      const { next, result, keepUntil } = change(seen.text, at, seen.version)
      if (next === undefined && conflicts === 0 && this.#isFresh) return { result, at, version: seen.version }
      const stamp = next === undefined ? '' : this.#options.nextStamp()
      const keepMs = keepUntil === undefined ? keptMs : Math.max(0, keepUntil - at) + spareMs
      const { status, time, state } = await this.#run(
        { seen: seen.stamp, stamp, at, keepMs, text: next },
        signal,
      )
      attemptMs = this.#options.now() - startedAt
      if (status === 'early') await pause(at - time, signal)
      if (status !== 'done') continue
      if (next !== undefined) this.#see({ ...state, stamp, at, text: next })
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
    const { key, channel, courier, member } = this.#options
    const { seen, stamp, at, keepMs, text = '' } = commit
    const least = this.#time.latest
    const args = [seen, stamp, at, least, Math.ceil(keepMs), channel, text, member].map(String)
    this.#writing = stamp
    const { reply, startedAt } = await courier
      .run(commitV2, { keys: [key], args }, signal)
      .catch((error: unknown) => {
        // The command may have run all the same, or run later.
        this.doubt()
        throw error
      })
      .finally(() => (this.#writing = ''))
    const decoded = decodeReply(reply)
    this.#time.learn(decoded.time, startedAt)
    if (decoded.status === 'changed') this.#see(decoded.state)
    this.#line.learn(decoded.first, decoded.time)
    return decoded
  }

  /** A reply may come after a message that tells of a later commit. */
  #see(state: StoredState): void {
    if (this.#seen && isNewer(this.#seen, state)) return
    this.#seen = state
    this.#seenAt = this.#options.now()
  }

  /**
   * Whether another member's commit would have been heard of. What writes nothing needs no command
   * then.
   */
  get #isFresh(): boolean {
    const { isListening, now } = this.#options
    return isListening() && now() - this.#seenAt < freshMs
  }

  /**
   * The more members are in conflict, the longer each attempt takes of them all. Those that are not
   * called must not go on in step.
   */
  #backoffMs(conflicts: number, attemptMs: number): number {
    if (this.#options.isListening()) return patienceMs * (0.5 + this.#options.random() / 2)
    return Math.min(mostPauseMs, attemptMs * 2 ** conflicts) * this.#options.random()
  }
}
