import { brandOf } from '../contract/brand.ts'
import type { Redact } from '../contract/Redact.ts'
import { BandoConfigError } from '../errors/BandoConfigError.ts'
import { isPlainObject } from '../options/checkNames.ts'
import { kindOf } from '../errors/show.ts'
import type { WireUrl } from './WireUrl.ts'
import { PlainUrl } from './WireUrl.ts'

type QueryValue = string | number | boolean | null | undefined
export type Query = Readonly<Record<string, QueryValue | readonly QueryValue[]>> | URLSearchParams

export interface UrlParts {
  readonly query?: Query | undefined
  readonly params?: Readonly<Record<string, string | number>> | undefined
  /** Takes the token out of a path that is shown since it is wrong. */
  readonly redact?: Redact | undefined
}

/**
 * A path that parsing would not change. Its segments are of plain characters, and none begins with
 * a dot.
 */
const plainPath = /^\/?(?:[\w~-][\w.~%-]*(?:\/|$))*$/

/** A name and a value that serializing would not change. */
const plainPair = /^[\w*.-]*=[\w*.-]*$/

const queryTypes = new Set(['string', 'number', 'boolean', 'bigint'])

/**
 * The URL of `path` below `baseUrl`. `{name}` in the path is filled from `params`, encoded.
 * @throws BandoConfigError for another origin, a path that climbs out of the base, or a parameter
 * that is missing or empty.
 */
export function buildUrl(
  baseUrl: URL,
  path: string,
  { query, params, redact = (text) => text }: UrlParts,
): WireUrl {
  if (typeof path !== 'string') throw pathError(path)
  const filled = params === undefined && !path.includes('{') ? path : fill(path, params ?? {})
  const search = query === undefined ? '' : searchOf(query)
  if (plainPath.test(filled)) {
    const below = filled.startsWith('/') ? filled.slice(1) : filled
    // Joined, a text is one piece in memory, and very many calls may wait.
    const parts = [baseUrl.href, below, search === '' ? '' : '?', search]
    return new PlainUrl(parts.join(''), baseUrl)
  }
  checkPath(filled, baseUrl, redact)
  const [withoutHash = ''] = filled.split('#', 1)
  const mark = search === '' || /[?&]$/.test(withoutHash) ? '' : withoutHash.includes('?') ? '&' : '?'
  // Below the base in any case: without the dot, `/a:b` would be a URL of the scheme `a`.
  return new URL(`./${withoutHash.replace(/^\//, '')}${mark}${search}`, baseUrl)
}

/** As `URLSearchParams` does (WHATWG URL, "application/x-www-form-urlencoded serializing"). */
function searchOf(query: Query): string {
  if (brandOf(query) === 'URLSearchParams') return (query as URLSearchParams).toString()
  if (!isPlainObject(query)) {
    throw new BandoConfigError(
      `query: needs an object, such as { page: 2 }, or URLSearchParams. Found ${kindOf(query)}.`,
    )
  }
  let search = ''
  for (const name of Object.keys(query)) {
    const value = (query as Exclude<Query, URLSearchParams>)[name]
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each === null || each === undefined) continue
      if (!queryTypes.has(typeof each)) {
        throw new BandoConfigError(
          `query.${name}: needs a string, a number, a boolean, or an array of them. Found ${kindOf(each)}. Write it as text first.`,
        )
      }
      const pair = `${name}=${each}`
      const encoded = plainPair.test(pair) ? pair : new URLSearchParams([[name, String(each)]])
      search += `${search && '&'}${encoded}`
    }
  }
  return search
}

function checkPath(filled: string, baseUrl: URL, redact: Redact): void {
  // URLs drop these without a word, and with them whatever was checked before (WHATWG URL, "basic
  // URL parser").
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
  if (dotSegment.test(filled)) {
    throw new BandoConfigError(`path: must not climb with ".." or ".". Found ${shown(filled, redact)}.`)
  }
}

function fill(path: string, params: NonNullable<UrlParts['params']>): string {
  checkParams(path, params)
  return path.replace(/\{([^{}/]+)\}/g, (_, name: string) =>
    encodeParameter(name, Object.hasOwn(params, name) ? params[name] : undefined),
  )
}

function encodeParameter(name: string, value: string | number | undefined): string {
  if (typeof value === 'object' || typeof value === 'function') {
    throw new BandoConfigError(`params.${name}: needs a string or a number. Found ${kindOf(value)}.`)
  }
  if (value === undefined || value === '') {
    throw new BandoConfigError(
      `params.${name}: is needed by the path, but is ${value === '' ? 'empty' : 'missing'}.`,
    )
  }
  const encoded = encodeURIComponent(String(value).toWellFormed())
  if (dotSegment.test(encoded))
    throw new BandoConfigError(`params.${name}: ${JSON.stringify(value)} would climb out of its place.`)
  return encoded
}

/** Names the mistake of a path that is no text. */
function pathError(path: unknown): BandoConfigError {
  const advice =
    kindOf(path) === 'an object (URL)'
      ? 'Write its path, and its parameters as `query`; or use bando.fetch, which takes URLs.'
      : "Write one such as '/coolness'."
  return new BandoConfigError(`path: needs a string. Found ${kindOf(path)}. ${advice}`)
}

/** Refuses a parameter that the path has no place for: it would be lost without a word. */
function checkParams(path: string, params: object): void {
  if (!isPlainObject(params))
    throw new BandoConfigError(
      `params: needs an object with a value for each {name} in the path. Found ${kindOf(params)}.`,
    )
  for (const name of Object.keys(params)) {
    if (path.includes(`{${name}}`)) continue
    throw new BandoConfigError(
      `params.${name}: the path has no {${name}}. Put it into query, if it belongs behind the question mark.`,
    )
  }
}

function hasControlCharacter(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return /[\u0000-\u001F]|^ | $/.test(text)
}

/**
 * `.` or `..` as a segment of a path, however it is encoded (WHATWG URL, "double-dot path
 * segment").
 */
const dotSegment = /^(?:[^?#]*[\\/])?(?:\.|%2e){1,2}(?:[\\/?#]|$)/i

function shown(path: string, redact: Redact): string {
  return JSON.stringify(redact(path.split('?', 1)[0] ?? ''))
}
