import type * as core from '@bando/core'
import type { Reading, Situation } from './Situation.ts'
import { situations } from './situations.ts'
import type { Received } from './rawServer.ts'

/** Everything that a program can observe of one request. */
export type Observation = Record<string, unknown>

export interface Observations {
  readonly native: Observation
  readonly ours: Observation
  /** The result of `bando.get`, and that of the platform's `fetch`. */
  readonly get?: { readonly native: Observation; readonly ours: Observation }
}

type Fetch = (input: string | Request, init?: RequestInit) => Promise<Response>

/** Plays every situation that this runtime supports, once with each `fetch`. */
export async function observeAll(
  { createBando, memoryStore }: Pick<typeof core, 'createBando' | 'memoryStore'>,
  { origin, runtime }: { readonly origin: string; readonly runtime: 'node' | 'browser' },
): Promise<Record<string, Observations>> {
  const found: Record<string, Observations> = {}
  for (const [index, situation] of situations.entries()) {
    if (situation.only !== undefined && situation.only !== runtime) continue
    // Node 20 and 22 do not know `await using`.
    const bando = createBando({
      baseUrl: origin,
      store: memoryStore(),
      retry: { attempts: 1 },
      logger: { debug() {}, info() {}, warn() {}, error() {} },
    })
    const native = await observe(fetch, situation, `${origin}/${index}/native`)
    const ours = await observe(
      (input, init) => bando.fetch(input, init),
      situation,
      `${origin}/${index}/ours`,
    )
    const get = situation.get ? { get: await observeGet(bando, `${index}/get/`, native) } : {}
    found[situation.name] = { native, ours, ...get }
    await bando.close()
  }
  return found
}

async function observe(fetcher: Fetch, situation: Situation, here: string): Promise<Observation> {
  const url = `${here}/${(situation.path ?? '').replace(/^\//, '')}`
  const shown = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value ?? null).replaceAll(/\/(native|ours)\b/g, '/run'))
  const seen = shown(await see(fetcher, situation, { url, here })) as Observation
  return { ...seen, received: shown(await receivedAt(here)) }
}

async function see(
  fetcher: Fetch,
  situation: Situation,
  { url, here }: { url: string; here: string },
): Promise<Observation> {
  const controller = new AbortController()
  const leave = (): void => controller.abort(Object.assign(new Error('left'), { name: 'Left' }))
  let response: Response
  try {
    const init = { ...situation.init?.(), ...(situation.abort && { signal: controller.signal }) }
    if (situation.abort === 'before') leave()
    const pending = situation.asRequest ? fetcher(new Request(url, init)) : fetcher(url, init)
    if (situation.abort === 'during') {
      pending.catch(() => {})
      while ((await receivedAt(here)).length === 0);
      leave()
    }
    response = await pending
  } catch (error) {
    return failureOf(error)
  }
  const { status, statusText, ok, type, redirected, headers, bodyUsed } = response
  const head = {
    status,
    statusText,
    ok,
    type,
    redirected,
    url: response.url,
    bodyUsed,
    hasBody: response.body !== null,
    isResponse: response instanceof Response,
    headers: [...headers],
    cookies: headers.getSetCookie(),
    change: await outcomeOf(() => headers.set('x-a', '1')),
  }
  if (situation.abort === 'after') {
    const reading = outcomeOf(() => response.text())
    leave()
    return { ...head, body: await reading }
  }
  const body = await outcomeOf(() => readings[situation.read ?? 'text'](response))
  return { ...head, body, bodyUsedThen: response.bodyUsed }
}

const readings: Readonly<Record<Reading, (response: Response) => unknown>> = {
  text: (response) => response.text(),
  json: (response) => response.json(),
  arrayBuffer: async (response) => [...new Uint8Array(await response.arrayBuffer())],
  bytes: async (response) =>
    'bytes' in response ? [...(await (response as unknown as { bytes(): Promise<Uint8Array> }).bytes())] : [],
  async blob(response) {
    const { type, size } = await response.blob()
    return { type, size }
  },
  formData: async (response) => {
    const entries: unknown[] = []
    ;(await response.formData()).forEach((value, name) => entries.push([name, value]))
    return entries
  },
  async reader(response) {
    const reader = response.body?.getReader()
    let text = ''
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true }
      if (done) return text
      text += new TextDecoder().decode(value)
    }
  },
  async byteReader(response) {
    const reader = response.body?.getReader({ mode: 'byob' })
    const bytes: number[] = []
    for (;;) {
      const { done, value } = (await reader?.read(new Uint8Array(4))) ?? { done: true }
      bytes.push(...(value ?? []))
      if (done) return bytes
    }
  },
  async iterate(response) {
    const bytes: number[] = []
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) bytes.push(...chunk)
    return bytes
  },
  async clone(response) {
    const clone = response.clone()
    return [describe(clone), await clone.text(), await response.text()]
  },
  async cloneOfClone(response) {
    const clone = response.clone().clone()
    return [describe(clone), await clone.text(), await response.text()]
  },
  async twice(response) {
    return [
      await response.text(),
      await outcomeOf(() => response.text()),
      await outcomeOf(() => response.clone()),
    ]
  },
  async cancel(response) {
    await response.body?.cancel()
    return outcomeOf(() => response.text())
  },
  async copy(response) {
    const copy = new Response(response.body, response)
    return [copy.status, copy.statusText, [...copy.headers], await copy.text()]
  },
  none: () => null,
}

function describe({ status, statusText, ok, type, url, redirected, headers }: Response): Observation {
  return { status, statusText, ok, type, url, redirected, headers: [...headers] }
}

/** Returns the value of a function, or its error. */
async function outcomeOf(act: () => unknown): Promise<unknown> {
  try {
    return (await act()) ?? null
  } catch (error) {
    return failureOf(error)
  }
}

function failureOf(error: unknown): Observation {
  if (!(error instanceof Error)) return { failed: String(error) }
  const { name, cause } = error
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  return { failed: name, ...code, ...(cause === undefined ? {} : { cause: failureOf(cause) }) }
}

async function receivedAt(here: string): Promise<readonly Received[]> {
  const { origin, pathname } = new URL(here)
  const response = await fetch(`${origin}/log${pathname}`)
  const received = (await response.json()) as Received[]
  // Names of headers have no case, and their order means nothing (RFC 9110, section 5.1 and 5.3).
  return received.map(({ headers, ...rest }) => ({ ...rest, headers: headers.map(lowerName).sort() }))
}

function lowerName(header: string): string {
  return header.replace(/^[^:]*/, (name) => name.toLowerCase())
}

async function observeGet(
  bando: core.Bando,
  path: string,
  native: Observation,
): Promise<Observations['get']> {
  const { status, headers, body, hasBody } = native
  const theirs = { status, headers, body: typeof body === 'object' && body !== null ? body : (body ?? null) }
  const isBlob = typeof body === 'object' && body !== null && 'size' in body
  const isText = typeof body === 'string'
  try {
    const response = await bando.get(path, isBlob ? { as: 'blob' } : isText ? { as: 'text' } : {})
    const { data } = response
    const blob = data as Blob
    const read = isBlob ? { type: blob.type, size: blob.size } : hasBody ? data : (data ?? null)
    return { native: theirs, ours: { status: response.status, headers: [...response.headers], body: read } }
  } catch (error) {
    return { native: theirs, ours: failureOf(error) }
  }
}
