import type { Cancel } from '../contract/Clock.ts'
import type { Outcome } from '../contract/Outcome.ts'
import type { Rule } from '../contract/Rule.ts'
import type { CommitContext, Committed, StorePort } from '../contract/Store.ts'
import type { Gate } from '../queue/Gate.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import type { SharedAccount, Sharing, SharingHost } from '../scope/Sharing.ts'
import { CommitLoop } from './CommitLoop.ts'
import { decide } from './decide.ts'
import { Holdings } from './Holdings.ts'
import { StoreNews } from './StoreNews.ts'
import { StoreTime } from './StoreTime.ts'
import type { Snapshot } from './Snapshot.ts'
import type { UnwrittenAttempt } from './loadSnapshot.ts'
import { loadSnapshot } from './loadSnapshot.ts'
import { leasesEndAt, nextLook } from './others.ts'
import { setAside } from './setAside.ts'
import { turnRule } from './turnRule.ts'
import { Usage } from './Usage.ts'
import { factsOf, WantedCalls } from './WantedCalls.ts'
import type { Closed, Decision, KnownSnapshot, Work } from './Work.ts'

/** Permits for calls to come are given back when no call has come for this long. */
const spareMs = 250
/** After a commit that failed, what is left to write is tried again. */
const retryMs = 1000

interface Ended extends UnwrittenAttempt {
  readonly told: () => void
}

/** What a commit was given, and what it must not forget when it is done. */
interface Asked {
  readonly work: Work
  readonly startedAt: number
  readonly wanted: WantedCalls
  readonly ended: readonly Ended[]
}

/** The clients of one origin as a member of a store (P6, P7): it leases permits, and says how its requests ended. */
export class Member implements Sharing {
  readonly #host: SharingHost
  readonly #port: StorePort
  readonly #memberId: string
  readonly #time: StoreTime
  readonly #loop: CommitLoop
  readonly #holdings = new Holdings()
  #offsetMs: number
  #joinedAt: number | undefined
  #known: KnownSnapshot | undefined
  #snapshot: Snapshot | undefined
  #ended: Ended[] = []
  #pardoned: string[] = []
  readonly #closed = new Map<SharedAccount, Closed>()
  readonly #usage = new Usage()
  #attempts = 0
  #commits = 0
  #isLeaving = false
  #cancelLook: Cancel | undefined
  readonly #news: StoreNews
  readonly #abort = new AbortController()

  constructor(host: SharingHost, port: StorePort) {
    const { clock } = host
    this.#host = host
    this.#port = port
    this.#memberId = Math.trunc(host.options().random() * 2 ** 52).toString(36)
    this.#time = new StoreTime(clock)
    this.#offsetMs = clock.epoch() - clock.now()
    this.#loop = new CommitLoop(clock, () => this.#commit())
    this.#news = new StoreNews({
      clock,
      watch: (listener, isWaiting) => port.watch(host.key, listener, { isWaiting }),
      isWaiting: () => this.#isWaiting,
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
        this.#usage.add(account(), queued)
        this.#host.auth.resume(queued, this.#holdings.of(queued)?.isProbe ?? false)
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
    const { attemptId, account, isProbe } = holding
    return new Promise((told) => {
      const call = factsOf(queued)
      this.#ended.push({ attemptId, call, isProbe, outcome, owner: account, told })
      this.#loop.ask()
    })
  }

  pardon(credentialId: string): void {
    this.#pardoned.push(credentialId)
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
    let cancel: Cancel = () => {}
    const bound = new Promise<void>((resolve) => {
      cancel = this.#host.clock.schedule(resolve, retryMs, { keepAlive: false })
    })
    await Promise.race([this.#loop.finish(() => this.#ended.length > 0), bound])
    cancel()
    this.#cancelLook?.()
    this.#news.stop()
  }

  async #commit(): Promise<void> {
    const { key } = this.#host
    const asked = this.#ask()
    try {
      const change = (text: string | undefined, at: number, version: number) =>
        decide(text, at, version, asked.work)
      this.#apply(asked, await this.#port.commit(key, change, this.#context))
    } catch (cause) {
      this.#fail(asked, cause)
    }
    if (!this.#isLeaving) this.#news.watch()
  }

  #ask(): Asked {
    const { clock } = this.#host
    this.#commits += 1
    const ended = [...this.#ended]
    const wanted = new WantedCalls(() => `${this.#memberId}.${(this.#attempts += 1).toString(36)}`)
    const accounts = this.#host.accounts().map((account) => {
      const used = this.#usage.take(account)
      const spare = this.#holdings.keepSpare(account, used.length)
      return wanted.of(account, used.slice(spare))
    })
    const { maxFlightMs, verifiedForMs, maxInFlight, random } = this.#host.options()
    const work: Work = {
      memberId: this.#memberId,
      lineage: `${this.#memberId}.${this.#commits}`,
      joinedAt: this.#joinedAt,
      random: random(),
      options: { maxFlightMs, verifiedForMs, maxInFlight },
      known: this.#known,
      held: this.#holdings.ids,
      ended: ended.map(({ attemptId, call, isProbe, outcome }) => ({ attemptId, call, isProbe, outcome })),
      pardoned: [...this.#pardoned],
      accounts,
      isLeaving: this.#isLeaving,
    }
    return { work, startedAt: clock.now(), wanted, ended }
  }

  #apply({ work, startedAt, wanted, ended }: Asked, { result, at, version }: Committed<Decision>): void {
    const { clock } = this.#host
    const { snapshot, text, granted, ids, closed, hasNews, damaged } = result
    this.#offsetMs = at - clock.now()
    this.#joinedAt ??= at
    this.#known = { text, lineage: snapshot.lineage, version, at }
    this.#ended = this.#ended.filter((each) => !ended.includes(each))
    this.#pardoned = this.#pardoned.filter((each) => !work.pardoned.includes(each))
    this.#snapshot = snapshot
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
      unwritten: this.#ended,
    })
    const leaving = this.#holdings.take(granted, wanted, startedAt)
    for (const each of ended) each.told()
    const hasLearnt = hasNews || ended.some(({ outcome }) => outcome.kind !== 'ok')
    for (const account of this.#host.accounts()) {
      const calls = leaving.get(account) ?? []
      const unused = calls.filter((queued) => !this.mayStillSend(queued))
      const gone = account.dispatcher.reply(
        calls.filter((queued) => !unused.includes(queued)),
        hasLearnt,
      )
      for (const queued of [...unused, ...gone]) this.#giveBack(queued)
    }
    this.#look(at)
    if (damaged !== undefined) void setAside(this.#port, this.#host, damaged, this.#context)
  }

  get #context(): CommitContext {
    return {
      at: (lastAt) => this.#time.at(lastAt),
      signal: this.#abort.signal,
      onDamage: (place) => this.#host.onDamage(place),
    }
  }

  #fail({ ended }: Asked, cause: unknown): void {
    for (const each of ended) each.told()
    for (const { dispatcher } of this.#host.accounts()) dispatcher.fail(cause)
    this.#cancelLook?.()
    if (this.#ended.length === 0) return
    this.#cancelLook = this.#host.clock.schedule(() => this.#loop.ask(), retryMs, { keepAlive: false })
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
    return true
  }

  /** The call has its permit, and does not want it any more. It goes back with the next commit. */
  #giveBack(queued: QueuedCall): void {
    const holding = this.#holdings.of(queued)
    if (holding) this.#holdings.delete(holding)
    queued.attemptId = undefined
    this.#loop.ask()
  }

  /** Looks again when another member's lease ends, when others must hear that this one still waits, or for unused permits. */
  #look(at: number): void {
    const { clock } = this.#host
    this.#cancelLook?.()
    const isWaiting = this.#isWaiting
    const hasSpare = this.#host.accounts().some((account) => this.#holdings.spare(account).length > 0)
    const next = Math.min(
      isWaiting && this.#snapshot ? nextLook(this.#snapshot, this.#memberId) : Infinity,
      hasSpare ? at + spareMs : Infinity,
    )
    if (next === Infinity) return
    this.#cancelLook = clock.schedule(() => this.#loop.ask(), Math.max(1, next - at), {
      keepAlive: isWaiting,
    })
  }

  /** When the lease of another member ends whose request may be waited for, by the clock of this process. */
  #leasesEndAt(): number | undefined {
    const until = this.#snapshot && leasesEndAt(this.#snapshot, this.#memberId)
    return until === undefined || until === Infinity ? undefined : until - this.#offsetMs
  }

  get #isWaiting(): boolean {
    return this.#host.accounts().some(({ dispatcher }) => dispatcher.waiting > 0)
  }
}
