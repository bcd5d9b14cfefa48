import type { Call } from '../contract/Call.ts'
import { unconfirmedMs } from '../limiter/auth/Unconfirmed.ts'
import type { Change } from '../contract/Store.ts'
import { roundingMs } from '../queue/Rules.ts'
import { contenders, heldBy, isLast, permitsBefore, turnMs } from './fairness.ts'
import { recover } from './recover.ts'
import { SharedRules } from './SharedRules.ts'
import { hasSlot } from './slots.ts'
import type { Stop } from './Stop.ts'
import { wantOf } from './Stop.ts'
import type { MemberState, Snapshot } from './Snapshot.ts'
import { anonymousId, callOf, encodeSnapshot } from './Snapshot.ts'
import type { AccountWork, Closed, Decision, GrantedAttempt, WantedCall, Work } from './Work.ts'

/** A granted call must leave within this time of the start of its commit, less a margin (`marginMs`). */
export const leaseMs = 5000
export const marginMs = 500
/** A member without requests is remembered for this long, in case the store loses its data. */
const rememberedMs = 3_600_000
const mostMembers = 64
/** Of a smaller limit no permits are held for calls to come. */
const leastForSpare = 1000
/** An account remembers its newest credentials. */
const mostCredentials = 16

/** What a member's commit makes of what is stored. It has no effect of its own, so that it can be repeated. */
export function decide(text: string | undefined, at: number, version: number, work: Work): Change<Decision> {
  const { snapshot, damaged } = recover(text, { ...work, at, version })
  const deciding = new Deciding(snapshot, work, at)
  const decision = deciding.run()
  const next = encodeSnapshot(snapshot)
  const hasNews = version !== work.known?.version || snapshot.lineage !== work.known.lineage
  const result = { ...decision, snapshot, text: next, damaged, hasNews }
  return { next: next === text ? undefined : next, result }
}

class Deciding {
  readonly #snapshot: Snapshot
  readonly #work: Work
  readonly #at: number
  readonly #rules: SharedRules
  readonly #me: MemberState
  /** Whether others have counted this member as gone, or the store has forgotten it. */
  readonly #isNew: boolean
  /** The shared id of each account, by the member's own. */
  readonly #ids: Readonly<Record<string, string>>

  constructor(snapshot: Snapshot, work: Work, at: number) {
    this.#snapshot = snapshot
    this.#work = work
    this.#at = at
    const { members } = snapshot
    this.#countInFlight()
    this.#rules = new SharedRules(snapshot, work, at)
    this.#ids = this.#nameAccounts()
    for (const [id, member] of Object.entries(members)) this.#expire(id, member)
    this.#isNew = members[work.memberId] === undefined
    this.#me = members[work.memberId] ?? { at, until: at, attempts: {}, wants: {} }
    members[work.memberId] = this.#me
  }

  run(): Pick<Decision, 'granted' | 'ids' | 'closed'> {
    const { accounts, pardoned } = this.#work
    const ids = this.#ids
    for (const credentialId of pardoned) this.#rules.auth.pardon(credentialId)
    this.#end()
    this.#rules.save()
    const granted: GrantedAttempt[] = []
    const closed: Record<string, Closed> = {}
    for (const account of accounts) {
      const id = ids[account.id] ?? account.id
      const stop = this.#grant(id, account, granted)
      if (stop?.closed) closed[account.id] = stop.closed
    }
    if (granted.length > 0 || this.#work.ended.length > 0) this.#me.at = this.#at
    this.#rules.save()
    this.#forget()
    return { granted, ids, closed }
  }

  /** Counts what the members hold: that is what is in flight. */
  #countInFlight(): void {
    const { accounts, members } = this.#snapshot
    const counts = new Map<string, number>()
    for (const { attempts } of Object.values(members))
      for (const { account } of Object.values(attempts)) counts.set(account, (counts.get(account) ?? 0) + 1)
    for (const [id, { budget }] of Object.entries(accounts))
      for (const permits of Object.values(budget.windows)) permits.inFlight = counts.get(id) ?? 0
  }

  /** A member whose lease has ended holds nothing any more: what it held counts as given up. */
  #expire(id: string, member: MemberState): void {
    if (member.until > this.#at) return
    const attempts = Object.values(member.attempts)
    for (const attempt of attempts) this.#rules.abandoned(attempt, member.until)
    member.attempts = {}
    if (attempts.length > 0 && id === this.#work.memberId) delete this.#snapshot.members[id]
  }

  /** The shared id of each account: that of its first credential which is known, or its own. */
  #nameAccounts(): Record<string, string> {
    const { accounts } = this.#snapshot
    const owners = new Map<string, string>()
    for (const [id, { credentialIds }] of Object.entries(accounts))
      for (const credentialId of credentialIds) owners.set(credentialId, id)
    const ids: Record<string, string> = {}
    for (const { id, credentialIds, terms, limits, isNamed } of this.#work.accounts) {
      const known = id === anonymousId || isNamed || id in accounts ? id : undefined
      const shared =
        known ?? credentialIds.map((each) => owners.get(each)).find((each) => each !== undefined) ?? id
      ids[id] = shared
      this.#rules.declare(shared, terms, limits)
      const stored = accounts[shared]
      const unknown = credentialIds.filter((each) => !owners.has(each))
      if (stored && unknown.length > 0)
        stored.credentialIds = [...stored.credentialIds, ...unknown].slice(-mostCredentials)
    }
    return ids
  }

  /** Learns how this member's requests ended, and takes back what it holds no more. */
  #end(): void {
    const { ended, held } = this.#work
    for (const { attemptId, call, isProbe, outcome } of ended) {
      const attempt = this.#me.attempts[attemptId]
      if (attempt) {
        this.#rules.settled(attemptId, attempt, call, outcome)
        delete this.#me.attempts[attemptId]
      } else if (this.#isNew) this.#rules.settledLate(call, isProbe, outcome)
      if (outcome.kind === 'lost') this.#me.isIll = true
      else if (outcome.kind !== 'unsent') delete this.#me.isIll
    }
    for (const [attemptId, attempt] of Object.entries(this.#me.attempts)) {
      if (held.has(attemptId)) continue
      this.#rules.settled(attemptId, attempt, callOf(attempt), { kind: 'unsent' })
      delete this.#me.attempts[attemptId]
    }
  }

  /** Lets leave what may; gives why the next one may not. */
  #grant(id: string, { wanted, waiting, spare }: AccountWork, granted: GrantedAttempt[]): Stop | undefined {
    const before = granted.length
    let since = this.#me.wants[id]?.since ?? this.#at
    let stop: Stop | undefined
    for (const want of wanted) {
      const call = { ...want.call, sentAt: this.#at }
      if (this.#rules.auth.refusal(call, this.#at)) continue
      stop = this.#mayLeave(id, call, since)
      if (stop) break
      granted.push(this.#take(id, want, call))
      since = this.#at
    }
    delete this.#me.wants[id]
    const count = waiting - (granted.length - before)
    if (stop && count > 0 && stop.readyAt < Infinity)
      this.#me.wants[id] = wantOf(stop, { since, count, at: this.#at })
    if (!stop) this.#grantSpare(id, spare, granted)
    return stop
  }

  /** At most a quarter of this member's share of the limit: none of a small one. */
  #grantSpare(id: string, spare: readonly WantedCall[], granted: GrantedAttempt[]): void {
    const { requests } = this.#rules.account(id).budget.limit(this.#at)
    if (requests < leastForSpare) return
    const most = Math.floor(requests / (4 * Object.keys(this.#snapshot.members).length))
    for (const want of spare.slice(0, most)) {
      const call = { ...want.call, sentAt: this.#at }
      const isOpen = !this.#rules.auth.refusal(call, this.#at) && !this.#mayLeave(id, call, this.#at)
      if (!isOpen || this.#rules.auth.status(call.credentialId, this.#at).status === 'unverified') return
      granted.push(this.#take(id, want, call))
    }
  }

  #take(id: string, { attemptId, timeoutMs }: WantedCall, call: Call): GrantedAttempt {
    const { credentialId } = call
    const isProbe = this.#rules.sent(attemptId, id, call)
    this.#me.attempts[attemptId] = {
      account: id,
      ...(credentialId === undefined ? {} : { credentialId }),
      sentAt: this.#at,
      ...(isProbe ? { isProbe } : {}),
    }
    const longestMs = leaseMs + timeoutMs + this.#work.options.maxFlightMs
    this.#me.until = Math.max(this.#me.until, this.#at + longestMs)
    return { attemptId, isProbe }
  }

  /** Why `call` may not leave now; `undefined` if it may. */
  #mayLeave(id: string, call: Call, since: number): Stop | undefined {
    const at = this.#at
    const now = at + roundingMs
    const { credentialId } = call
    const { auth } = this.#rules
    const rules = this.#rules.account(id)
    const { windowMs } = rules.budget.limit(at)
    const lostUntil = this.#lostUntil(call, windowMs)
    if (lostUntil > now) return { readyAt: lostUntil, closed: { until: lostUntil, reason: 'limit' } }

    const authAt = auth.opensAt(call, at)
    // A response to any member may open it: a slot comes free.
    const waitsForSlot = auth.status(credentialId, at).status === 'verified' && auth.mayOpenEarlier(call)
    if (authAt > now && !waitsForSlot) return { readyAt: authAt }
    const opensAt = (ahead: number): number =>
      Math.max(authAt, ...rules.all.map((rule) => rule.opensAt(call, at, ahead)))
    const alone = opensAt(0)
    if (alone > now) return { readyAt: alone === Infinity || authAt > now ? at : alone, credentialId }

    const others = contenders(this.#snapshot, this.#work.memberId, id, { at: now, windowMs })
    const isIll = isLast(this.#me.isIll, { since }, { at, windowMs })
    const ahead = permitsBefore({ holds: heldBy(this.#me, id), isIll, since }, others)
    const hasTurn = opensAt(ahead) <= now && rules.serverLimit.room > ahead && this.#hasSlot(id, call, ahead)
    if (hasTurn) return undefined
    const until = Math.min(at + turnMs, ...others.map(({ want }) => want.until))
    return { readyAt: at, credentialId, closed: { until, reason: 'turn' } }
  }

  #hasSlot(account: string, { credentialId }: Call, ahead: number): boolean {
    const { memberId, options } = this.#work
    const isVerified = this.#rules.auth.status(credentialId, this.#at).status === 'verified'
    const share = { memberId, account, credentialId, at: this.#at }
    return hasSlot(this.#snapshot, share, { ahead: isVerified ? ahead : 0, maxInFlight: options.maxInFlight })
  }

  /** As long as members may know of more than was written back, all may be spent that was free then. */
  #lostUntil({ credentialId }: Call, windowMs: number): number {
    const { lost } = this.#snapshot
    if (lost === undefined || lost.unheard.length === 0) return 0
    const forgottenMs = Math.max(windowMs * 1.0005 + 1, credentialId === undefined ? 0 : unconfirmedMs)
    return lost.at + forgottenMs
  }

  /** Forgets the members and accounts that matter no more. */
  #forget(): void {
    const { members, accounts } = this.#snapshot
    const idle = Object.entries(members)
      .filter(
        ([, { attempts, wants }]) => Object.keys(attempts).length === 0 && Object.keys(wants).length === 0,
      )
      .sort(([, a], [, b]) => b.at - a.at)
    for (const [index, [id, { at }]] of idle.entries())
      if (id !== this.#work.memberId && (index >= mostMembers || at + rememberedMs <= this.#at))
        delete members[id]
    const used = new Set(Object.values(this.#ids))
    for (const [id, { said }] of Object.entries(accounts)) {
      if (used.has(id) || (said.closedUntil ?? 0) > this.#at) continue
      if (this.#rules.account(id).budget.held(this.#at) === 0) delete accounts[id]
    }
    const { isLeaving, memberId } = this.#work
    if (isLeaving && Object.keys(this.#me.attempts).length === 0) delete members[memberId]
  }
}
