import type { Outcome } from '../contract/Outcome.ts'
import { mayBeFailedLogin } from '../limiter/auth/authResult.ts'
import { unconfirmedMs } from '../limiter/auth/Unconfirmed.ts'
import { PermitLog } from '../limiter/PermitLog.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import type { SharedAccount, SharingHost } from '../scope/Sharing.ts'
import type { OwnShares } from './commit/Work.ts'
import type { Holding, Holdings } from './Holdings.ts'
import type { Share, Snapshot } from './snapshot/Snapshot.ts'
import { anonymousId } from './snapshot/Snapshot.ts'

/** What this member may spend while the store fails, and what it has spent of that. */
export class OutageShares {
  readonly #host: SharingHost
  readonly #holdings: Holdings
  readonly #nextId: () => string
  /** By the id of the account, as the store has set them aside. */
  #own: Readonly<Record<string, Share>> = {}
  readonly #spent = new Map<string, { readonly log: PermitLog; readonly windowMs: number }>()
  /** Until when no request with a token is sent: one may have been a failed login. */
  #restsUntil = Number.NEGATIVE_INFINITY

  constructor(host: SharingHost, holdings: Holdings, nextId: () => string) {
    this.#host = host
    this.#holdings = holdings
    this.#nextId = nextId
  }

  /** What the next commit must know. */
  get known(): OwnShares {
    const now = this.#host.clock.now()
    const tokens = Object.entries(this.#own).filter(([, { credentialId }]) => credentialId !== undefined)
    return {
      spent: [...this.#spent].flatMap(([id, { log, windowMs }]) => (log.held(now, windowMs) > 0 ? [id] : [])),
      withToken: tokens.map(([id]) => id),
    }
  }

  /**
   * Goes on from what the store has. Stops to spend with a token that is not verified any more.
   * Returns whether the store must hear of that.
   */
  learn({ members }: Snapshot, memberId: string, now: number): boolean {
    const shares = Object.entries(members[memberId]?.shares ?? {})
    const kept = shares.filter(([, { credentialId }]) => {
      return credentialId === undefined || this.#host.auth.status(credentialId, now).status === 'verified'
    })
    this.#own = Object.fromEntries(kept)
    return kept.length < shares.length
  }

  /** The member leaves: it spends nothing more. */
  stop(): void {
    this.#own = {}
  }

  /**
   * Takes a permit of a share for a call, if there is one. Call after a commit has failed, and
   * before the next is started. With a token it sends one request at a time, while the token is
   * verified and nothing else that authenticates is under way. None follows a request that may have
   * been a failed login, until the server has forgotten that: the other members count one such
   * request, and do not hear of it (P2).
   */
  take(account: SharedAccount, queued: QueuedCall, offsetMs: number): boolean {
    const { id, rules } = account
    const { credentialId, timeoutMs } = queued
    const share = this.#own[id]
    const startedAt = this.#host.clock.now()
    const sentAt = startedAt + offsetMs
    if (share === undefined || sentAt + timeoutMs >= share.until) return false
    const mayGo = credentialId === undefined ? id === anonymousId : this.#maySend(share, queued, sentAt)
    const isOpen =
      rules.serverLimit.closedUntil(sentAt) === undefined && rules.pacing.opensAt(queued, sentAt, 0) <= sentAt
    if (!mayGo || !isOpen) return false
    const { log } = this.#spentOf(id, share)
    if (log.held(startedAt, share.windowMs) >= share.requests) return false
    log.sent()
    rules.budget.sent()
    rules.pacing.sent(queued, sentAt)
    const attempt = { account: id, credentialId, sentAt, timeoutMs, isShare: true }
    queued.attemptId = this.#nextId()
    this.#holdings.add({ attemptId: queued.attemptId, account, attempt, startedAt, queued })
    return true
  }

  /** A request of this member has ended, on a permit of a share or another. */
  ended({ attempt }: Holding, outcome: Outcome): void {
    const now = this.#host.clock.now()
    const isLost = outcome.kind === 'lost'
    if (attempt.credentialId !== undefined && mayBeFailedLogin(outcome)) {
      const arrivesWithinMs = isLost ? this.#host.options().maxFlightMs : 0
      this.#restsUntil = Math.max(this.#restsUntil, now + arrivesWithinMs + unconfirmedMs)
    }
    const log = attempt.isShare === true ? this.#spent.get(attempt.account)?.log : undefined
    if (isLost) log?.lost(now)
    else if (outcome.kind === 'unsent') log?.unsent()
    else log?.settled(now)
  }

  #maySend(share: Share, queued: QueuedCall, now: number): boolean {
    const { auth, clock } = this.#host
    const { credentialId } = queued
    if (credentialId === undefined || credentialId !== share.credentialId) return false
    if (auth.status(credentialId, now).status !== 'verified' || auth.refusal(queued, now)) return false
    return this.#restsUntil <= clock.now() && !this.#holdings.hasToken(clock.now())
  }

  #spentOf(id: string, { windowMs }: Share): { readonly log: PermitLog } {
    const log = this.#spent.get(id)?.log ?? new PermitLog(this.#host.options().maxFlightMs)
    log.keepFor([windowMs])
    const spent = { log, windowMs }
    this.#spent.set(id, spent)
    return spent
  }
}
