import type { AccountTerms } from '../contract/AccountTerms.ts'
import type { WhenLocked } from '../contract/Call.ts'
import type { Limit } from '../contract/Limit.ts'
import type { Logger } from '../contract/Logger.ts'
import type { Store } from '../contract/Store.ts'
import { BandoConfigError } from '../errors/BandoConfigError.ts'
import type { LockoutEvidence } from '../contract/LockoutEvidence.ts'
import type { BandoOptions } from './BandoOptions.ts'
import { amount, bytes, count, duration, oneOf, share, store } from './checks.ts'
import { defaults } from './defaults.ts'
import { isLoopback } from './isLoopback.ts'
import { silent } from '../contract/silent.ts'

/** `RetryOptions`, complete and checked. */
interface RetrySettings {
  readonly attempts: number
  readonly baseMs: number
  readonly maxMs: number
  readonly budget: { readonly ratio: number; readonly min: number }
}

/** Options, complete and checked. */
export interface Settings {
  readonly baseUrl: URL
  readonly store: Store | undefined
  readonly tokenTerms: AccountTerms
  readonly anonymousTerms: AccountTerms
  readonly maxInFlight: number
  readonly maxWaitMs: number
  readonly timeoutMs: number
  readonly deadlineMs: number
  readonly maxBodyBytes: number
  readonly maxFlightMs: number
  readonly verifiedForMs: number
  readonly tokenTimeoutMs: number
  readonly retry: RetrySettings
  readonly whenLocked: WhenLocked
  readonly dedupe: boolean
  readonly headers: Headers
  readonly logger: Logger
  readonly isLockout: (evidence: LockoutEvidence) => boolean | undefined
}

/** @throws BandoConfigError naming the option, what it takes, and what it was given. */
export function toSettings(options: BandoOptions): Settings {
  const shared = {
    burstShare: share('burstShare', options.burstShare ?? defaults.burstShare, { canBeAll: true }),
    reserve: share('reserve', options.reserve ?? defaults.reserve, { canBeAll: false }),
    maxWaiting: count('maxWaiting', options.maxWaiting ?? defaults.maxWaiting),
  }
  return Object.freeze({
    baseUrl: checkBaseUrl(options.baseUrl ?? defaults.baseUrl),
    store: store(options.store),
    tokenTerms: { ...shared, assumed: defaults.limit, given: checkLimit('limit', options.limit) },
    anonymousTerms: {
      ...shared,
      assumed: defaults.anonymousLimit,
      given: checkLimit('anonymousLimit', options.anonymousLimit),
    },
    maxInFlight: count('maxInFlight', options.maxInFlight ?? defaults.maxInFlight),
    maxWaitMs: duration('maxWaitMs', options.maxWaitMs ?? defaults.maxWaitMs, { least: 0, isEndless: true }),
    timeoutMs: duration('timeoutMs', options.timeoutMs ?? defaults.timeoutMs),
    deadlineMs: duration('deadlineMs', options.deadlineMs ?? defaults.deadlineMs, { isEndless: true }),
    maxBodyBytes: bytes('maxBodyBytes', options.maxBodyBytes ?? defaults.maxBodyBytes),
    maxFlightMs: duration('maxFlightMs', options.maxFlightMs ?? defaults.maxFlightMs, { least: 0 }),
    verifiedForMs: duration('verifiedForMs', options.verifiedForMs ?? defaults.verifiedForMs, { least: 0 }),
    tokenTimeoutMs: duration('tokenTimeoutMs', options.tokenTimeoutMs ?? defaults.tokenTimeoutMs),
    retry: {
      attempts: count('retry.attempts', options.retry?.attempts ?? defaults.retry.attempts),
      baseMs: duration('retry.baseMs', options.retry?.baseMs ?? defaults.retry.baseMs, { least: 0 }),
      maxMs: duration('retry.maxMs', options.retry?.maxMs ?? defaults.retry.maxMs, { least: 0 }),
      budget: {
        ratio: share('retry.budget.ratio', options.retry?.budget?.ratio ?? defaults.retry.budget.ratio, {
          canBeAll: true,
        }),
        min: amount('retry.budget.min', options.retry?.budget?.min ?? defaults.retry.budget.min),
      },
    },
    whenLocked: oneOf('whenLocked', options.whenLocked ?? defaults.whenLocked, ['fail', 'wait', 'anonymous']),
    dedupe: options.dedupe ?? defaults.dedupe,
    headers: checkHeaders(options.headers ?? {}),
    logger: options.logger ?? quietConsole,
    isLockout: guarded(options.isLockout, options.logger ?? quietConsole),
  })
}

/** One that throws says nothing, and is reported. */
function guarded(
  isLockout: BandoOptions['isLockout'] = () => undefined,
  logger: Logger,
): Settings['isLockout'] {
  return (evidence) => {
    try {
      return isLockout(evidence)
    } catch (error) {
      logger.error('The option isLockout threw.', { error })
      return undefined
    }
  }
}

/** Warnings and errors alone. */
const quietConsole: Logger = {
  debug: silent,
  info: silent,
  warn: (message) => console.warn(message),
  error: (message, details) =>
    console.error(message, ...(details && 'error' in details ? [details.error] : [])),
}

/** The caller's headers, without those that are ours to write. */
export function checkHeaders(given: Readonly<Record<string, string>>): Headers {
  let headers: Headers
  try {
    headers = new Headers(given)
  } catch (cause) {
    throw new BandoConfigError(
      `headers: each needs a valid name, and a value without line breaks. Found the names ${Object.keys(given)
        .map((name) => JSON.stringify(name))
        .join(', ')}.`,
      cause instanceof Error ? cause.name : undefined,
    )
  }
  if (headers.has('authorization')) {
    throw new BandoConfigError(
      'headers: leave `Authorization` out, and pass the token as `token`: the client writes the header.',
    )
  }
  return headers
}

function checkLimit(name: string, limit: Limit | undefined): Limit | undefined {
  if (limit === undefined) return undefined
  return Object.freeze({
    requests: count(`${name}.requests`, limit.requests),
    windowMs: duration(`${name}.windowMs`, limit.windowMs),
  })
}

function checkBaseUrl(given: string | URL): URL {
  if (!URL.canParse(given)) {
    throw new BandoConfigError(
      `baseUrl: needs an absolute URL such as ${defaults.baseUrl}. Found ${JSON.stringify(given)}.`,
    )
  }
  const url = new URL(given)
  if (url.username !== '' || url.password !== '') {
    throw new BandoConfigError('baseUrl: must hold no user name or password. Pass the token as `token`.')
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url))) {
    throw new BandoConfigError(
      `baseUrl: needs https, except on this machine, so that nobody on the way reads the token. Found ${url.origin}.`,
    )
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  url.search = ''
  url.hash = ''
  return url
}
