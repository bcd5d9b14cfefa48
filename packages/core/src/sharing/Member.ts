import type { Cancel } from '../contract/Clock.ts'
import type { Outcome } from '../contract/Outcome.ts'
import type { Rule } from '../contract/Rule.ts'
import type { CommitContext, Committed, StoreOptions, StorePort } from '../contract/Store.ts'
import type { Gate } from '../queue/Gate.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import type { SharedAccount, Sharing, SharingHost } from '../scope/Sharing.ts'
import { decide } from './commit/decide.ts'
import { leasesEndAt, nextLook } from './commit/others.ts'
import type { Closed, Decision, KnownSnapshot } from './commit/Work.ts'
import type { Asked } from './Asks.ts'
import { Asks } from './Asks.ts'
import { CommitLoop } from './CommitLoop.ts'
import { Holdings } from './Holdings.ts'
import { loadSnapshot } from './loadSnapshot.ts'
import { Lookout } from './Lookout.ts'
import { OutageShares } from './OutageShares.ts'
import { setAside } from './setAside.ts'
import { StoreNews } from './StoreNews.ts'
import { StoreTime } from './StoreTime.ts'
import { turnRule } from './turnRule.ts'
import { UnwrittenEnds } from './UnwrittenEnds.ts'
import { spareMs } from './Usage.ts'

/**
 * A commit that failed is tried again after this long, if calls wait or something is left to write.
 */
const retryMs = 1000

/** Of a limit that is not smaller, ends of requests may be written together. */
const leastForLater = 10_000

/**
 * The clients of one origin as a member of a store (P6, P7): it leases permits, and says how its
 * requests ended.
 */
export class Member implements Sharing {
  readonly #host: SharingHost
  readonly #port: StorePort
  readonly #onOutage: StoreOptions['onOutage']
  readonly #memberId: string
  readonly #time: StoreTime
  readonly #loop: CommitLoop
  readonly #lookout: Lookout
  readonly #news: StoreNews
  readonly #holdings = new Holdings()
  readonly #ends = new UnwrittenEnds()
  readonly #asks: Asks
  readonly #shares: OutageShares
  readonly #closed = new Map<SharedAccount, Closed>()
  readonly #abort = new AbortController()
  readonly #context: CommitContext
  #offsetMs: number
  #joinedAt: number | undefined
  #known: KnownSnapshot | undefined
  #pardoned: readonly string[] = []
  #isLeaving = false
  /** Whether the last commit failed. */
  #hasFailed = false
  /** How many permits were held right after the last commit. */
  #spareAtFirst = 0

  constructor(host: SharingHost, port: StorePort, { onOutage, outageShare }: Required<StoreOptions>) {
    const { clock } = host
    this.#host = host
    this.#port = port
    this.#onOutage = onOutage
    this.#memberId = Math.trunc(host.options().random() * 2 ** 52).toString(36)
    this.#asks = new Asks(host, this.#memberId, { holdings: this.#holdings, outageShare })
    this.#shares = new OutageShares(host, this.#holdings, () => this.#asks.nextId())
    this.#time = new StoreTime(clock)
    this.#context = {
      at: (lastAt) => this.#time.at(lastAt),
      signal: this.#abort.signal,
      onDamage: (place) => host.onDamage(place),
    }
    this.#offsetMs = clock.epoch() - clock.now()
    this.#loop = new CommitLoop(clock, () => this.#commit())
    this.#lookout = new Lookout(clock, () => this.#loop.ask())
    this.#news = new StoreNews({
      clock,
      watch: (listener, isWaiting) => port.watch(host.key, listener, { isWaiting }),
      // What others write while the store fails is no reason to ask it again at once.
      isWaiting: () => this.#isWaiting && !this.#hasFailed,
      readsSoon: () => this.#holdings.hasSpare,
      onNews: () => this.#loop.ask(),
    })
  }

  get offsetMs(): number {
    return this.#offsetMs
  }

  gate(account: () => SharedAccount): Gate {
    return {
      take: (queued) => this.#take(account(), queued),
      ask: () => this.#loop.ask(),
      sent: (queued) => {
        this.#asks.count(account(), queued)
        this.#host.auth.resume(queued, this.#holdings.of(queued)?.attempt.isProbe ?? false)
      },
      retryAt: () => this.#leasesEndAt(),
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
    this.#shares.ended(holding, outcome)
    // Of a share only a failure is news to the others.
    if (holding.attempt.isShare && (outcome.kind === 'ok' || outcome.kind === 'unsent')) {
      this.#loop.ask()
      return Promise.resolve()
    }
    const written = this.#ends.add(holding, queued, outcome)
    if (this.#isWrittenLater(holding.account, outcome)) return Promise.resolve()
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
    this.#news.watch()
    this.#loop.ask()
  }

  async leave(): Promise<void> {
    this.#isLeaving = true
    this.#shares.stop()
    let cancel: Cancel = () => {}
    const bound = new Promise<void>((resolve) => {
      cancel = this.#host.clock.schedule(resolve, retryMs, { keepAlive: false })
    })
    await Promise.race([this.#loop.finish(() => this.#ends.all.length > 0), bound])
    cancel()
    this.#lookout.stop()
    this.#news.stop()
  }

  async #commit(): Promise<void> {
    const asked = this.#asks.next({
      joinedAt: this.#joinedAt,
      known: this.#known,
      pardoned: this.#pardoned,
      isLeaving: this.#isLeaving,
      shares: this.#shares.known,
      ended: this.#ends.all,
    })
    try {
      const change = (text: string | undefined, at: number, version: number) =>
        decide(text, at, version, asked.work)
      this.#apply(asked, await this.#port.commit(this.#host.key, change, this.#context))
    } catch (cause) {
      this.#fail(asked, cause)
    }
    if (!this.#isLeaving) this.#news.watch()
  }

  #apply({ work, startedAt, wanted, ended }: Asked, committed: Committed<Decision>): void {
    const { granted, hasNews, damaged } = committed.result
    this.#hasFailed = false
    this.#ends.delete(ended)
    this.#pardoned = this.#pardoned.filter((each) => !work.pardoned.includes(each))
    this.#learn(committed)
    const leaving = this.#holdings.take(granted, wanted, startedAt)
    for (const each of ended) each.told()
    this.#spareAtFirst = this.#holdings.size
    this.#reply(leaving, hasNews || ended.some(({ outcome }) => outcome.kind !== 'ok'))
    this.#look(committed.at)
    if (damaged !== undefined) void setAside(this.#port, this.#host, damaged, this.#context)
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

  /** Sends the calls that were granted a permit, unless it came too late or its call is gone. */
  #reply(leaving: ReadonlyMap<SharedAccount, readonly QueuedCall[]>, hasLearnt: boolean): void {
    for (const account of this.#host.accounts()) {
      const [fresh, unused]: [QueuedCall[], QueuedCall[]] = [[], []]
      for (const queued of leaving.get(account) ?? [])
        (this.mayStillSend(queued) ? fresh : unused).push(queued)
      unused.push(...account.dispatcher.reply(fresh, hasLearnt))
      for (const queued of unused) this.#giveBack(queued)
    }
  }

  #fail({ ended }: Asked, cause: unknown): void {
    this.#hasFailed = true
    for (const each of ended) each.told()
    for (const account of this.#host.accounts()) {
      const { dispatcher } = account
      // No commit is under way: the next one tells of what leaves now.
      dispatcher.sendWhile((queued) => this.#shares.take(account, queued, this.#offsetMs))
      if (this.#onOutage === 'wait') dispatcher.suspend(cause)
      else dispatcher.fail(cause)
    }
    const isWaiting = this.#isWaiting
    const isLeft = isWaiting || this.#ends.all.length > 0 || this.#holdings.size > 0
    this.#lookout.set(isLeft ? retryMs : Infinity, { keepAlive: isWaiting })
  }

  #take(account: SharedAccount, queued: QueuedCall): boolean {
    const { auth, clock } = this.#host
    const now = clock.now()
    const { credentialId } = queued
    const status = auth.status(credentialId, now + this.#offsetMs).status
    if (status !== 'anonymous' && status !== 'verified') return false
    if (account.rules.serverLimit.closedUntil(now + this.#offsetMs) !== undefined) return false
    const holding = this.#holdings.takeSpare(account, queued, now)
    if (holding === undefined) return false
    queued.attemptId = holding.attemptId
    // The next permits come before these are used up.
    if (this.#holdings.spare(account).length === Math.floor(this.#spareAtFirst / 4)) this.#loop.ask()
    return true
  }

  /**
   * Of a large limit the ends of requests that went well are written together, as long as calls
   * leave without a commit.
   */
  #isWrittenLater(account: SharedAccount, { kind }: Outcome): boolean {
    const { requests } = account.rules.budget.limit(this.#host.clock.now() + this.#offsetMs)
    const isLarge = requests >= leastForLater && account.dispatcher.waiting === 0
    const leavesWithout = this.#holdings.spare(account).length > 0 || this.#loop.isRunning
    return isLarge && kind === 'ok' && leavesWithout
  }

  /** The call has its permit, and does not want it any more. It goes back with the next commit. */
  #giveBack(queued: QueuedCall): void {
    const holding = this.#holdings.of(queued)
    if (holding) this.#holdings.delete(holding)
    queued.attemptId = undefined
    this.#loop.ask()
  }

  /**
   * Commits again when a lease ends, when others must hear that calls still wait, or to give back
   * what no call used.
   */
  #look(at: number): void {
    const isWaiting = this.#isWaiting
    const hasSpare = this.#ends.all.length > 0 || this.#holdings.hasSpare
    const next = this.#known ? nextLook(this.#known.snapshot, this.#memberId, isWaiting) : Infinity
    this.#lookout.set(Math.min(next, hasSpare ? at + spareMs : Infinity) - at, { keepAlive: isWaiting })
  }

  /**
   * When the lease of another member ends whose request may be waited for, by the clock of this
   * process.
   */
  #leasesEndAt(): number | undefined {
    const until = this.#known && leasesEndAt(this.#known.snapshot, this.#memberId)
    return until === undefined || until === Infinity ? undefined : until - this.#offsetMs
  }

  get #isWaiting(): boolean {
    return this.#host.accounts().some(({ dispatcher }) => dispatcher.waiting > 0)
  }
}
