/*
 * The platform's types as the user's project declares them: by `lib: dom`, `@types/node`, or those
 * of another runtime. By their global names, the declarations of this package would not compile in
 * a project without them.
 */

/** The type of the global class `Name`, or `Otherwise` if the project declares no such class. */
type Global<Name extends string, Otherwise> = typeof globalThis extends {
  readonly [Key in Name]: { readonly prototype: infer Found }
}
  ? Found
  : Otherwise

export type Headers = Global<'Headers', MinimalHeaders>
export type Response = Global<'Response', MinimalResponse>
export type Blob = Global<'Blob', MinimalBlob>
export type URL = Global<'URL', MinimalUrl>
export type URLSearchParams = Global<'URLSearchParams', MinimalUrl>
export type AbortSignal = Global<'AbortSignal', MinimalAbortSignal>

/** A `ReadableStream` of bytes: which kind of bytes depends on the version of TypeScript. */
export type ByteStream = NonNullable<Response['body']>

/** What the global `fetch` takes. */
type FetchParameters = typeof globalThis extends {
  readonly fetch: (input: infer Input, init?: infer Init) => unknown
}
  ? { readonly input: Input; readonly init: NonNullable<Init> }
  : { readonly input: string | URL; readonly init: MinimalRequestInit }

export type RequestInput = FetchParameters['input']
export type RequestInit = FetchParameters['init']
export type BodyInit = NonNullable<RequestInit['body']>

interface MinimalHeaders {
  get(name: string): string | null
  has(name: string): boolean
}

interface MinimalResponse {
  readonly status: number
  readonly ok: boolean
  readonly headers: MinimalHeaders
  readonly body: object | null
  text(): Promise<string>
  json(): Promise<unknown>
}

interface MinimalBlob {
  readonly size: number
  readonly type: string
  text(): Promise<string>
}

interface MinimalUrl {
  toString(): string
}

interface MinimalAbortSignal {
  readonly aborted: boolean
  readonly reason: unknown
}

interface MinimalRequestInit {
  readonly method?: string
  readonly body?: unknown
  readonly signal?: MinimalAbortSignal | null
}
