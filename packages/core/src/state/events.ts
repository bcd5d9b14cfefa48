interface Sent {
  readonly method: string
  /** Without its query, which may hold what should not be logged. */
  readonly url: string
  /** Fingerprint of the credential it carries; left out when anonymous. */
  readonly credential: string | undefined
  /** 1 for the first. */
  readonly attempt: number
}

/** What a client tells while it works. Instants are epoch milliseconds. The token is in none of it. */
export interface BandoEvents {
  /** A request leaves. */
  request: Sent & { readonly waitedMs: number }
  /** Its answer came. */
  response: Sent & { readonly status: number; readonly durationMs: number }
  /** A call takes its place in the line. */
  wait: { readonly method: string; readonly url: string; readonly retryAt: number | undefined }
  /** It will be sent again. */
  retry: Sent & { readonly delayMs: number; readonly reason: string }
  /** 429. */
  limited: Sent & { readonly retryAt: number | undefined }
  /** 401. */
  rejected: Sent & { readonly retryAt: number | undefined }
  /** 403 that refuses all authentication. */
  locked: Sent & { readonly retryAt: number | undefined; readonly reason: string }
  /** The first good answer to a credential that was not known to be good. */
  verified: Sent
}

export type BandoEventName = keyof BandoEvents
