import type { Redact } from '../contract/Redact.ts'
import { BandoConfigError } from '../errors/BandoConfigError.ts'

type QueryValue = string | number | boolean | null | undefined
export type Query = Readonly<Record<string, QueryValue | readonly QueryValue[]>> | URLSearchParams

export interface UrlParts {
  readonly query?: Query | undefined
  readonly params?: Readonly<Record<string, string | number>> | undefined
  /** Takes the token out of a path that is shown since it is wrong. */
  readonly redact?: Redact | undefined
}

/**
 * The URL of `path` below `baseUrl`. `{name}` in the path is filled from `params`, encoded.
 * @throws BandoConfigError for another origin, a path that climbs out of the base, or a parameter that is missing or empty.
 */
export function buildUrl(
  baseUrl: URL,
  path: string,
  { query, params = {}, redact = (text) => text }: UrlParts,
): URL {
  const filled = path.replace(/\{([^{}/]+)\}/g, (_, name: string) =>
    encodeParameter(name, Object.hasOwn(params, name) ? params[name] : undefined),
  )
  // URLs drop these without a word, and with them whatever was checked before (WHATWG URL, "basic URL parser").
  if (hasControlCharacter(filled)) {
    throw new BandoConfigError(
      `path: must not contain control characters, nor begin or end with a space. Found ${shown(filled, redact)}.`,
    )
  }
  if (/^[a-z][a-z\d+.-]*:|^[\\/]{2}/i.test(filled)) {
    throw new BandoConfigError(
      `path: needs a path below ${baseUrl.origin}, so that the token goes nowhere else. Found ${shown(filled, redact)}.`,
    )
  }
  if (filled.split(/[?#]/, 1)[0]?.split(/[\\/]/).some(isDotSegment)) {
    throw new BandoConfigError(`path: must not climb with ".." or ".". Found ${shown(filled, redact)}.`)
  }
  // Below the base in any case: without the dot, `/a:b` would be a URL of the scheme `a`.
  const url = new URL(`./${filled.replace(/^\//, '')}`, baseUrl)
  url.hash = ''
  for (const [name, value] of entriesOf(query)) url.searchParams.append(name, value)
  return url
}

function encodeParameter(name: string, value: string | number | undefined): string {
  if (value === undefined || value === '') {
    throw new BandoConfigError(
      `params.${name}: is needed by the path, but is ${value === '' ? 'empty' : 'missing'}.`,
    )
  }
  const encoded = encodeURIComponent(String(value).toWellFormed())
  if (isDotSegment(encoded))
    throw new BandoConfigError(`params.${name}: ${JSON.stringify(value)} would climb out of its place.`)
  return encoded
}

function hasControlCharacter(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return /[\u0000-\u001F]|^ | $/.test(text)
}

/** `.` and `..`, however they are encoded (WHATWG URL, "double-dot path segment"). */
function isDotSegment(segment: string): boolean {
  const plain = segment.replace(/%2e/gi, '.')
  return plain === '.' || plain === '..'
}

function shown(path: string, redact: Redact): string {
  return JSON.stringify(redact(path.split('?', 1)[0] ?? ''))
}

function* entriesOf(query: Query | undefined): Generator<[string, string]> {
  if (query === undefined) return
  if (query instanceof URLSearchParams) {
    yield* query
    return
  }
  for (const [name, value] of Object.entries(query)) {
    const values = Array.isArray(value) ? value : [value]
    for (const each of values as readonly QueryValue[]) {
      if (each !== null && each !== undefined) yield [name, String(each)]
    }
  }
}
