import type { Priority } from '../contract/Call.ts'
import type { Credential } from '../contract/Credential.ts'
import { id } from '../credentials/credentialId.ts'
import type { TokenProvider } from '../credentials/TokenProvider.ts'
import type { CallTerms } from '../options/CallTerms.ts'
import type { QueuedCall, QueuePosition } from '../queue/QueuedCall.ts'
import { showUrl } from '../redact/showUrl.ts'
import type { WireRequest } from '../request/WireRequest.ts'
import { Cancellation } from '../cancellation/Cancellation.ts'
import { SmallSet } from '../cancellation/SmallSet.ts'

/**
 * One caller of a call, which several may share. Its signal, its deadline, a refusal or the
 * client's end cancel it.
 */
export interface Subscriber extends Cancellation {
  readonly terms: CallTerms
  /** Instant at which it is cancelled, whatever has come, or `Infinity`. */
  readonly deadlineAt: number
  /** How long the call had waited before this one came to share it, in ms. */
  readonly waitedBeforeMs: number
  /** Detaches it from its call, its signal, its deadline and the client. */
  leave(): void
  /** Gives its caller a response whose body is still arriving, at whose end it is to leave. */
  handOver(value: unknown): void
  /** Leaves, and gives its caller what it called for. */
  resolve(value: unknown): void
  /** Leaves, and tells its caller why there is no response. */
  reject(error: unknown): void
}

/** The GETs in progress that differ in their URL alone, by that URL. */
export interface CallKind {
  /** What they have in common. */
  readonly text: string
  readonly calls: Map<string, CallState>
}

/** A wait of a call, for a permit or as the API asked for. */
export interface Wait {
  readonly since: number
  /** The call in the queue, if it waits for a permit. */
  readonly queued?: QueuedCall | undefined
  /** Until when the API asked to pause. */
  readonly until?: number | undefined
  /** Leaves the queue. */
  withdraw?(): void
}

const none: readonly Credential[] = []

/** The state of a call over all of its attempts. It is cancelled when its last subscriber is. */
export class CallState extends Cancellation {
  readonly terms: CallTerms
  readonly subscribers = new SmallSet<Subscriber>()
  /** The request as it stands now: a redirect changes it. */
  request: WireRequest
  /** Whether the call may be made twice, wherever it has been redirected to. */
  readonly isRepeatable: boolean
  /** The highest that its subscribers, or `raise`, have asked for. */
  priority: Priority
  /** Whether it is sent without the token. */
  isAnonymous: boolean
  wait: Wait | undefined
  /** Its place by arrival, which it keeps whenever it returns to the queue. */
  position: QueuePosition | undefined
  /** Requests sent. */
  attempts = 0
  /** How many of them never reached the API, since there was no connection. */
  unsent = 0
  redirects = 0
  /** How long it has waited in all, in the queue and as the API asked for, in ms. */
  waitedMs = 0
  /** The status of the last response that asked to wait: 429, or one with `Retry-After`. */
  askedBy: number | undefined
  /** When trying again can help, as the last failed response says, in epoch ms. */
  retryAt: number | undefined
  /** Whether it would have been sent again if the client had a retry left. */
  isOutOfRetries = false
  /** Where identical calls find it, if they may share it. */
  shared: { readonly kind: CallKind; readonly url: string } | undefined
  /** Whether another token was asked for, which is done once. */
  hasRenewed = false
  readonly #credentials: Pick<TokenProvider, 'redact'>
  #sentWith = none

  constructor(
    request: WireRequest,
    terms: CallTerms,
    credentials: Pick<TokenProvider, 'isAnonymous' | 'redact'>,
  ) {
    super()
    this.request = request
    this.terms = terms
    this.isRepeatable = request.isRepeatable
    this.priority = terms.priority
    this.isAnonymous = credentials.isAnonymous
    this.#credentials = credentials
  }

  protected override cancelled(): void {
    super.cancelled()
    this.wait?.withdraw?.()
  }

  /** Whether the API may have seen a request of it. */
  get wasSent(): boolean {
    return this.attempts > this.unsent
  }

  /** `GET https://…`, for messages. */
  get what(): string {
    return `${this.request.method} ${this.shownUrl}`
  }

  /** Its URL, for messages and events. */
  get shownUrl(): string {
    return showUrl(this.request.url, this.redact)
  }

  /**
   * Names its endpoint: a hash of its method and its path or template, since a path may hold the
   * token (P4).
   */
  get endpoint(): string {
    const { method, url, template } = this.request
    return id(`${method} ${template ?? url.pathname}`)
  }

  /** Remembers a credential that is sent, for `redact`. */
  carries(credential: Credential): void {
    if (!this.#sentWith.includes(credential)) this.#sentWith = [...this.#sentWith, credential]
  }

  /** Takes the credentials of its attempts, and those of its client, out of a text. */
  get redact(): (text: string, end?: 'whole' | 'cut') => string {
    return (text, end) => {
      let bare = this.#credentials.redact(text, end)
      // The client may have replaced its token many times since.
      for (const credential of this.#sentWith) bare = credential.redact(bare, end)
      return bare
    }
  }
}
