import type { AdvertisedLimits } from '../contract/Outcome.ts'
import type { ListItem } from './headerFields.ts'
import { parseList, parseNumber } from './headerFields.ts'

/** No server means a larger limit. */
const maxRequests = 1e12
const maxWindowMs = 366 * 86_400_000
/** `X-RateLimit-Reset` beyond this is an epoch, in seconds or milliseconds, not a delta. */
const leastEpochSeconds = 1e8

type FieldNames = readonly [remaining: string, limit: string, reset: string]
// Written out: to put a name together takes as long as to look it up.
const fields: FieldNames = ['ratelimit-remaining', 'ratelimit-limit', 'ratelimit-reset']
const xFields: FieldNames = ['x-ratelimit-remaining', 'x-ratelimit-limit', 'x-ratelimit-reset']

/**
 * Returns what a response advertises of the budget. `RateLimit` and `RateLimit-Policy` (drafts 7 to
 * 10 of draft-ietf-httpapi-ratelimit-headers) win over `RateLimit-Limit` and its kin (drafts 0 to
 * 6), and those over `X-RateLimit-*`. Nothing is read from a response that came out of a cache.
 */
export function readAdvertised(headers: Headers, epoch: number): AdvertisedLimits | undefined {
  const advertised = read(headers, epoch)
  return advertised && headers.has('age') ? undefined : advertised
}

function read(headers: Headers, epoch: number): AdvertisedLimits | undefined {
  const combined = readCombined(headers)
  if (combined?.remaining !== undefined) return combined
  const separate = readSeparate(headers, fields, epoch) ?? readSeparate(headers, xFields, epoch)
  // Drafts 4 to 6 have the policy in a field of its own beside the three.
  return combined && separate ? { ...separate, policies: combined.policies } : (combined ?? separate)
}

function readCombined(headers: Headers): AdvertisedLimits | undefined {
  const [policy, current] = [headers.get('ratelimit-policy'), headers.get('ratelimit')]
  if (policy === null && current === null) return undefined
  const policies = parseList(policy ?? '').flatMap(readPolicy)
  const items = parseList(current ?? '')
  // Draft 7: `limit=100, remaining=50, reset=30`.
  const draft7 = new Map(items.map(({ name }) => splitPair(name)))
  if (draft7.has('remaining')) {
    const requests = validRequests(draft7.get('limit'))
    return {
      policies: policies.length > 0 || requests === undefined ? policies : [{ requests }],
      remaining: parseNumber(draft7.get('remaining')),
      resetMs: seconds(parseNumber(draft7.get('reset'))),
    }
  }
  // Several limits may be stated at once: the one with least left is what counts, of several the
  // one that takes longest.
  const views = items.flatMap(({ parameters }): Remainder[] => {
    const remaining = parseNumber(parameters.get('r') ?? parameters.get('remaining'))
    const resetMs = seconds(parseNumber(parameters.get('t') ?? parameters.get('reset')))
    return remaining === undefined ? [] : [{ remaining, resetMs }]
  })
  if (policies.length === 0 && views.length === 0) return undefined
  const least = views.reduce<Remainder | undefined>(
    (least, view) => (least && !isTighter(view, least) ? least : view),
    undefined,
  )
  return { policies, remaining: least?.remaining, resetMs: least?.resetMs }
}

interface Remainder {
  readonly remaining: number
  readonly resetMs: number | undefined
}

function isTighter(a: Remainder, b: Remainder): boolean {
  return a.remaining < b.remaining || (a.remaining === b.remaining && (a.resetMs ?? 0) > (b.resetMs ?? 0))
}

function readPolicy({ name, parameters }: ListItem): AdvertisedLimits['policies'] {
  // Draft 7 has the quota as the item itself: `100;w=3600`.
  const requests = validRequests(parameters.get('q') ?? name)
  const windowMs = seconds(parseNumber(parameters.get('w')))
  const isAnotherUnit = parameters.has('qu') && parameters.get('qu') !== 'requests'
  if (requests === undefined || isAnotherUnit) return []
  return windowMs !== undefined && windowMs > 0 && windowMs <= maxWindowMs ? [{ requests, windowMs }] : []
}

function readSeparate(
  headers: Headers,
  [remainingName, limitName, resetName]: FieldNames,
  epoch: number,
): AdvertisedLimits | undefined {
  const remaining = parseNumber(headers.get(remainingName))
  const requests = validRequests(headers.get(limitName)?.split(',')[0])
  if (remaining === undefined && requests === undefined) return undefined
  const reset = parseNumber(headers.get(resetName))
  return {
    policies: requests === undefined ? [] : [{ requests }],
    remaining,
    resetMs: reset === undefined ? undefined : resetToMs(reset, epoch),
  }
}

function resetToMs(reset: number, epoch: number): number {
  if (reset < leastEpochSeconds) return reset * 1000
  const at = reset >= leastEpochSeconds * 1000 ? reset : reset * 1000
  return Math.max(0, at - epoch)
}

function validRequests(text: string | null | undefined): number | undefined {
  const requests = parseNumber(text)
  return requests !== undefined && Number.isInteger(requests) && requests >= 1 && requests <= maxRequests
    ? requests
    : undefined
}

function seconds(value: number | undefined): number | undefined {
  return value === undefined ? undefined : value * 1000
}

function splitPair(text: string): [string, string] {
  const equals = text.indexOf('=')
  return equals < 0 ? [text, ''] : [text.slice(0, equals).trim().toLowerCase(), text.slice(equals + 1).trim()]
}
