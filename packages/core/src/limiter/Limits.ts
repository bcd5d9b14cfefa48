import type { AdvertisedLimits } from '../contract/Outcome.ts'
import type { Limit, LimitSource } from '../contract/Limit.ts'

type Policies = AdvertisedLimits['policies']

/** More advertised policies than this are ignored: no server has them. */
const most = 4

/**
 * The limits of one account: the configured ones, the advertised ones, or the default. A request
 * needs room in each.
 */
export class Limits {
  /** How often they have become stricter. */
  tightened = 0
  #all: [Limit, ...Limit[]]
  readonly #configured: Limit[]
  #source: LimitSource
  /**
   * The most to which a policy that leaves its window out may raise the first limit: it may be of a
   * shorter window.
   */
  #known: number

  constructor(byDefault: Limit, configured: Limit | undefined) {
    this.#configured = configured ? [configured] : []
    this.#source = configured ? 'configured' : 'default'
    this.#all = [configured ?? byDefault]
    this.#known = this.#all[0].requests
  }

  get all(): readonly Limit[] {
    return this.#all
  }

  get source(): LimitSource {
    return this.#source
  }

  /** The limit that holds until the API advertises one for as long a window. */
  get first(): Limit {
    return this.#all[0]
  }

  /**
   * The longest limit that the API has advertised, if the default is longer and so holds beside it.
   */
  get shorterThanDefault(): Limit | undefined {
    if (this.#source !== 'default') return undefined
    return this.#all.slice(1).sort((a, b) => b.windowMs - a.windowMs)[0]
  }

  /**
   * Another client on the same account has configured a limit, too. The stricter of the two holds.
   */
  configure(limit: Limit): void {
    const { requests, windowMs } = limit
    if (requests >= this.#ceiling(windowMs)) return
    this.#configured.push(limit)
    if (this.#source === 'default') {
      this.#source = 'configured'
      this.#set(0, limit)
      this.#known = requests
      return
    }
    const index = this.#indexOf(windowMs)
    const same = this.#all[index]
    if (same === undefined) this.#add(limit)
    else if (requests < same.requests) this.#set(index, limit)
  }

  /** The server has advertised these policies. Returns those that count. */
  learn(advertised: Policies): Policies {
    // Of several for one window the strictest is the last, and holds.
    const policies = advertised.slice(0, most).sort((a, b) => b.requests - a.requests)
    for (const policy of policies) this.#learn(policy)
    return policies
  }

  #learn(policy: Policies[number]): void {
    const windowMs = policy.windowMs ?? this.first.windowMs
    const ceiling = this.#ceiling(windowMs)
    const mostRequests = policy.windowMs === undefined ? Math.min(ceiling, this.#known) : ceiling
    const limit = { requests: Math.min(policy.requests, mostRequests), windowMs }
    const index = this.#indexOf(windowMs)
    if (index >= 0) this.#set(index, limit)
    // The API knows better than the default, unless it advertises a shorter window: then both may
    // hold.
    else if (this.#source === 'default' && windowMs >= this.first.windowMs) this.#set(0, limit)
    else if (this.#all.length < most) this.#add(limit)
    if (policy.windowMs === this.first.windowMs) this.#known = limit.requests
    const isBesideDefault = this.#source === 'default' && windowMs < this.first.windowMs
    if (policy.requests < ceiling && policy.requests <= mostRequests && !isBesideDefault)
      this.#source = 'advertised'
  }

  /** The least that was configured for `windowMs`, or `Infinity`. */
  #ceiling(windowMs: number): number {
    const ofWindow = this.#configured.filter((each) => each.windowMs === windowMs)
    return Math.min(...ofWindow.map(({ requests }) => requests))
  }

  #indexOf(windowMs: number): number {
    return this.#all.findIndex((each) => each.windowMs === windowMs)
  }

  #set(index: number, limit: Limit): void {
    const { requests, windowMs } = this.#all[index] ?? limit
    this.#all[index] = limit
    if (limit.requests < requests || limit.windowMs > windowMs) this.tightened += 1
  }

  #add(limit: Limit): void {
    this.#all.push(limit)
    this.tightened += 1
  }
}
