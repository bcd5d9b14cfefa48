import type { Outcome } from '../contract/Outcome.ts'
import type { Rule } from '../contract/Rule.ts'
import type { CommitContext, Committed, LastCommit, StoreOptions, StorePort } from '../contract/Store.ts'
import type { Gate } from '../queue/Gate.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import type { SharedAccount, Sharing, SharingHost } from '../scope/Sharing.ts'
import { callAt, copyOf } from './commit/callAt.ts'
import { lineDelayMs, othersWantSlots } from './commit/fairness.ts'
import { largeLimit, largeLimitWithExit } from './commit/leaseTimes.ts'
import { leasesEndAt, nextLook, othersCountOn, spareOfOthers } from './commit/others.ts'
import type { Closed, Decision, KnownSnapshot } from './commit/Work.ts'
import type { Asked } from './Asks.ts'
import { Asks } from './Asks.ts'
import { CommitLoop } from './CommitLoop.ts'
import { CommitTimes, retryMs } from './CommitTimes.ts'
import { Holdings } from './Holdings.ts'
import { loadSnapshot } from './loadSnapshot.ts'
import { OutageShares } from './OutageShares.ts'
import { OwnSlots } from './OwnSlots.ts'
import { Replies } from './Replies.ts'
import { setAside } from './setAside.ts'
import { SparePermits } from './SparePermits.ts'
import { idleNewsMs, StoreNews } from './StoreNews.ts'
import { StoreTime } from './StoreTime.ts'
import { turnRule } from './turnRule.ts'
import { UnwrittenEnds } from './UnwrittenEnds.ts'

/**
 * The clients of one origin as a member of a store (P6, P7): it leases permits, and says how its
 * requests ended.
 */
export class Member implements Sharing {
  readonly #host: SharingHost
  readonly #port: StorePort
  readonly #memberId: string
  readonly #time: StoreTime
  readonly #loop: CommitLoop
  readonly #times: CommitTimes
  readonly #news: StoreNews
  readonly #holdings = new Holdings()
  readonly #ends = new UnwrittenEnds()
  readonly #slots: OwnSlots
  readonly #spares: SparePermits
  readonly #asks: Asks
  readonly #shares: OutageShares
  readonly #replies: Replies
  readonly #closed = new Map<SharedAccount, Closed>()
  readonly #context: Omit<CommitContext, 'signal'>
  #abort = new AbortController()
  #offsetMs: number
  #joinedAt: number | undefined
  #known: KnownSnapshot | undefined
  #pardoned: readonly string[] = []
  #isLeaving = false
  /** Stops the last commit as the process ends. */
  #stopLast: (() => void) | undefined
  /** Whether the last commit failed. */
  #hasFailed = false
  /** Whether one that failed asked for permits: it may have been written all the same. */
  #mayHoldMore = false

  constructor(host: SharingHost, port: StorePort, { onOutage, outageShare }: Required<StoreOptions>) {
    const { clock } = host
    this.#host = host
    this.#port = port
    this.#memberId = Math.trunc(host.options().random() * 2 ** 52).toString(36)
    this.#loop = new CommitLoop(clock, () => this.#commit())
    this.#slots = new OwnSlots(host, this.#holdings, this.#loop)
    const [memberId, holdings, loop, slots] = [this.#memberId, this.#holdings, this.#loop, this.#slots]
    const fewCommitsFrom = port.onExit ? largeLimitWithExit : largeLimit
    const spares = new SparePermits(host, { holdings, loop, slots, fewCommitsFrom })
    this.#spares = spares
    this.#asks = new Asks(host, { memberId, holdings, slots, spares, outageShare, fewCommitsFrom })
    this.#shares = new OutageShares(host, this.#holdings, () => this.#asks.nextId())
    this.#replies = new Replies(host, { holdings, shares: this.#shares, onOutage })
    this.#time = new StoreTime(clock)
    this.#context = {
      at: (lastAt) => this.#time.at(lastAt),
      onDamage: (place) => host.onDamage(place),
    }
    this.#offsetMs = clock.epoch() - clock.now()
    this.#times = new CommitTimes({
      clock,
      commit: () => this.#loop.ask(),
      isWaiting: () => this.#isWaiting,
      unusedMs: () => this.#spares.unusedMs,
    })
    this.#news = new StoreNews({
      clock,
      watch: (listener, isWaiting) => port.watch(host.key, listener, { isWaiting }),
      // What others write while the store fails is no reason to ask it again at once.
      isWaiting: () => this.#isWaiting && !this.#hasFailed,
      readAfterMs: (isWaiting) => this.#readAfterMs(isWaiting),
      onNews: () => this.#loop.ask(),
    })
  }

  get offsetMs(): number {
    return this.#offsetMs
  }

  gate(account: () => SharedAccount): Gate {
    return {
      take: (queued) => this.#spares.take(account(), queued, this.#offsetMs),
      serves: (queued, waiting) => this.#spares.served(account(), queued, this.#offsetMs) > waiting,
      spareOfOthers: () => spareOfOthers(this.#known?.snapshot, this.#memberId, account().id),
      ask: () => this.#loop.ask(),
      sent: (queued) => {
        this.#spares.count(account(), queued)
        this.#host.auth.resume(queued, this.#holdings.of(queued)?.attempt.isProbe ?? false)
      },
      retryAt: () => this.#leasesEndAt(),
      spare: () => this.#spares.held(account()),
    }
  }

  turn(account: () => SharedAccount): Rule {
    return turnRule(() => this.#closed.get(account()))
  }

  mayStillSend(queued: QueuedCall): boolean {
    return this.#holdings.isFresh(this.#holdings.of(queued), this.#host.clock.now())
  }

  ended(queued: QueuedCall, outcome: Outcome): Promise<void> {
    const holding = this.#holdings.of(queued)
    if (holding === undefined) return Promise.resolve()
    this.#holdings.delete(holding)
    this.#slots.ended(holding.attempt, outcome)
    this.#shares.ended(holding, outcome)
    // Of a share only a failure is news to the others.
    if (holding.attempt.isShare && (outcome.kind === 'ok' || outcome.kind === 'unsent')) {
      this.#loop.ask()
      return Promise.resolve()
    }
    if (this.#spares.mayWriteLater(holding.account, queued, outcome, this.#offsetMs)) {
      void this.#ends.add(holding, copyOf(queued), outcome)
      return Promise.resolve()
    }
    const written = this.#ends.add(holding, callAt(queued, queued.sentAt), outcome)
    this.#loop.ask()
    return written
  }

  pardon(credentialId: string): void {
    this.#pardoned = [...this.#pardoned, credentialId]
    this.#loop.ask()
  }

  changed(): void {
    this.#loop.ask()
  }

  enter(): void {
    this.#isLeaving = false
    this.#stopLast ??= this.#port.onExit?.(this.#host.key, () => this.#last())
    this.#news.watch()
    this.#loop.ask()
  }

  async leave(): Promise<void> {
    this.#isLeaving = true
    this.#shares.stop()
    await this.#loop.finish(() => this.#ends.all.length > 0, retryMs)
    // A client has entered meanwhile.
    if (!this.#isLeaving) return
    this.#times.stop()
    this.#news.stop()
    this.#stopLast?.()
    this.#stopLast = undefined
    if (!this.#loop.isRunning) return
    // The store has not replied in time, and may never do so.
    this.#loop.stop()
    this.#abort.abort()
    this.#abort = new AbortController()
  }

  /**
   * What it writes as its process ends: the ends of its requests, and what it holds goes back. It
   * takes no more turns.
   */
  #last(): LastCommit | undefined {
    const isIdle = !this.#loop.isRunning && this.#holdings.size === 0 && this.#ends.all.length === 0
    if (isIdle && !othersCountOn(this.#known?.snapshot, this.#memberId)) return undefined
    return { change: this.#next(true).change, context: this.#context }
  }

  #next(isLeaving: boolean): Asked {
    return this.#asks.next({
      joinedAt: this.#joinedAt,
      known: this.#known,
      pardoned: this.#pardoned,
      isLeaving,
      shares: this.#shares.known,
      offsetMs: this.#offsetMs,
      ended: this.#ends.all,
    })
  }

  async #commit(): Promise<void> {
    const context = { ...this.#context, signal: this.#abort.signal }
    const asked = this.#next(this.#isLeaving)
    try {
      const committed = await this.#port.commit(this.#host.key, asked.change, context)
      this.#apply(asked, committed)
      const { damaged } = committed.result
      if (damaged !== undefined) void setAside(this.#port, this.#host, damaged, context)
    } catch (cause) {
      this.#fail(asked, cause)
    }
    if (!this.#isLeaving) this.#news.watch()
  }

  #apply({ work, startedAt, wanted, ended }: Asked, committed: Committed<Decision>): void {
    const { snapshot, granted, hasNews } = committed.result
    this.#hasFailed = false
    this.#mayHoldMore = false
    this.#ends.delete(ended)
    this.#pardoned = this.#pardoned.filter((each) => !work.pardoned.includes(each))
    this.#learn(committed)
    const leaving = this.#holdings.take(granted, wanted, startedAt)
    for (const each of ended) each.told()
    this.#spares.renewed()
    const othersWait = othersWantSlots(snapshot, this.#memberId, committed.at)
    this.#slots.renewed(snapshot.members[this.#memberId]?.slots, { othersWait, unwritten: this.#ends.all })
    const hasLearnt = hasNews || ended.some(({ outcome }) => outcome.kind !== 'ok')
    for (const queued of this.#replies.granted(leaving, hasLearnt)) this.#giveBack(queued)
    const next = nextLook(snapshot, this.#memberId, this.#isWaiting)
    if (!this.#isLeaving)
      this.#times.committed(next - committed.at, this.#ends.all.length > 0 || this.#holdings.hasSpare)
  }

  /** The rules go on from what the store has now. */
  #learn({ result, at, version }: Committed<Decision>): void {
    const { clock } = this.#host
    const { snapshot, text, encoded, ids, closed } = result
    this.#offsetMs = at - clock.now()
    this.#joinedAt ??= at
    this.#known = { text, encoded, snapshot, version, at }
    this.#closed.clear()
    for (const account of this.#host.accounts()) {
      const isClosed = closed[account.id]
      if (isClosed) this.#closed.set(account, isClosed)
      this.#host.rename(account, ids[account.id] ?? account.id)
    }
    loadSnapshot(this.#host, snapshot, {
      memberId: this.#memberId,
      joinedAt: this.#joinedAt,
      now: clock.now() + this.#offsetMs,
      unwritten: this.#ends.all,
    })
    if (!this.#isLeaving && this.#shares.learn(snapshot, this.#memberId, at)) this.#loop.ask()
  }

  #fail({ ended, wanted }: Asked, cause: unknown): void {
    this.#hasFailed = true
    this.#mayHoldMore ||= wanted.size > 0
    for (const each of ended) each.told()
    this.#replies.failed(cause, this.#offsetMs)
    const isHolding = this.#mayHoldMore || this.#holdings.size > 0
    if (!this.#isLeaving) this.#times.failed(this.#isWaiting || this.#ends.all.length > 0 || isHolding)
  }

  /** The call has its permit, and does not want it any more. It goes back with the next commit. */
  #giveBack(queued: QueuedCall): void {
    const holding = this.#holdings.of(queued)
    if (holding) this.#holdings.delete(holding)
    queued.attemptId = undefined
    this.#loop.ask()
  }

  /**
   * When the lease of another member ends whose request may be waited for, by the clock of this
   * process.
   */
  #leasesEndAt(): number | undefined {
    const until = this.#known ? leasesEndAt(this.#known.snapshot, this.#memberId) : Infinity
    return until < Infinity ? until - this.#offsetMs : undefined
  }

  /** How long news can wait, in ms; `undefined` if the next commit reads them in time. */
  #readAfterMs(isWaiting: boolean): number | undefined {
    const { hasAny, hasIdle, isServing } = this.#slots
    // Others may wait for its slots.
    if (hasIdle) return 0
    if (!isWaiting || isServing) return this.#holdings.hasSpare && !hasAny ? undefined : idleNewsMs
    return this.#known ? lineDelayMs(this.#known, this.#memberId) : 0
  }

  get #isWaiting(): boolean {
    return this.#host.accounts().some(({ dispatcher }) => dispatcher.waiting > 0)
  }
}
