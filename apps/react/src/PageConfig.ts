/** The configuration of the page, from the server that serves it. */
export interface PageConfig {
  readonly apiUrl: string
  /** The token. If left out, the page makes anonymous requests. */
  readonly token?: string | undefined
  /** The token that the button "A bad token" sets. */
  readonly badToken: string
  /** The time in milliseconds that a call may wait. If left out, the client's default applies. */
  readonly maxWaitMs?: number | undefined
}
