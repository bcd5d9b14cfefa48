/** What the page is told by whoever serves it. */
export interface PageConfig {
  readonly apiUrl: string
  /** Left out: the page asks anonymously. */
  readonly token?: string | undefined
  /** What the button "A bad token" sets. */
  readonly badToken: string
}
