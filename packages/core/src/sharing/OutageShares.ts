import type { Outcome } from '../contract/Outcome.ts'
import { PermitLog } from '../limiter/PermitLog.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import type { SharedAccount, SharingHost } from '../scope/Sharing.ts'
import type { Share } from './snapshot/Snapshot.ts'
import type { Holding } from './Holdings.ts'

/** After a call with a token that was no success, its share rests for so long. */
const restMs = 61_000

interface Spent {
  readonly log: PermitLog
  readonly windowMs: number
  readonly restsUntil: number
}

/** What this member may spend while the store fails, and what it has spent of that. */
export class OutageShares {
  /** By the id of the account, as the store has set them aside. */
  own: Readonly<Record<string, Share>> = {}
  readonly #host: SharingHost
  /** By the id of the account. */
  readonly #spent = new Map<string, Spent>()
  #attempts = 0

  constructor(host: SharingHost) {
    this.#host = host
  }

  /** The accounts of which it has spent what the server still counts. */
  get ids(): string[] {
    const now = this.#host.clock.now()
    return [...this.#spent].flatMap(([id, { log, windowMs }]) => (log.held(now, windowMs) > 0 ? [id] : []))
  }

  /**
   * Takes a permit of a share, if there is one. With a token one is in flight at a time, and none
   * follows a failure: no other member hears of it (P2).
   */
  take(account: SharedAccount, queued: QueuedCall, offsetMs: number): Holding | undefined {
    const { id, rules } = account
    const { credentialId, timeoutMs } = queued
    const share = this.own[id]
    const startedAt = this.#host.clock.now()
    const sentAt = startedAt + offsetMs
    if (share === undefined || sentAt + timeoutMs >= share.until || rules.serverLimit.room <= 0)
      return undefined
    const { log, restsUntil } = this.#spentOf(id, share)
    const mustWait = credentialId !== undefined && (log.inFlight > 0 || restsUntil > startedAt)
    if (mustWait || log.held(startedAt, share.windowMs) >= share.requests) return undefined
    log.sent()
    rules.budget.sent()
    this.#attempts += 1
    const attempt = { account: id, credentialId, sentAt, timeoutMs, isShare: true }
    return { attemptId: `share.${this.#attempts}`, account, attempt, startedAt, queued }
  }

  ended({ attempt }: Holding, { kind }: Outcome): void {
    const spent = this.#spent.get(attempt.account)
    if (spent === undefined) return
    const { log } = spent
    const now = this.#host.clock.now()
    if (kind === 'lost') log.lost(now)
    else if (kind === 'unsent') log.unsent()
    else log.settled(now)
    const isFailure = kind !== 'ok' && kind !== 'unsent'
    if (isFailure) this.#spent.set(attempt.account, { ...spent, restsUntil: now + restMs })
  }

  #spentOf(id: string, { windowMs }: Share): Spent {
    const known = this.#spent.get(id)
    const log = known?.log ?? new PermitLog(this.#host.options().maxFlightMs)
    log.keepFor([windowMs])
    const spent = { log, windowMs, restsUntil: known?.restsUntil ?? Number.NEGATIVE_INFINITY }
    this.#spent.set(id, spent)
    return spent
  }
}
