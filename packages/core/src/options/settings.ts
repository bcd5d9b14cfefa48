import { guardLogger } from './guardLogger.ts'
import type { AccountTerms } from '../contract/AccountTerms.ts'
import type { Clock } from '../contract/Clock.ts'
import type { LockoutEvidence } from '../contract/LockoutEvidence.ts'
import type { Logger } from '../contract/Logger.ts'
import type { Store } from '../contract/Store.ts'
import type { TokenSource } from '../contract/TokenSource.ts'
import type { Transport } from '../contract/Transport.ts'
import { silent } from '../contract/Logger.ts'
import { BandoConfigError } from '../errors/BandoConfigError.ts'
import type { BandoOptions, RetryOptions } from './BandoOptions.ts'
import { checkBaseUrl } from './checkBaseUrl.ts'
import { checkHeaders } from './checkHeaders.ts'
import { checkLimit } from './checkLimit.ts'
import { checkNames, isPlainObject } from './checkNames.ts'
import { amount, callable, count, duration, flag, group, mistake, port, share, text } from './checks.ts'
import { checkTokenSource } from './checkTokenSource.ts'
import { defaults } from './defaults.ts'
import { kindOf } from '../errors/show.ts'
import type { Terms } from './CallTerms.ts'
import { toTerms } from './CallTerms.ts'

/** `RetryOptions`, complete and checked. */
interface RetrySettings {
  readonly attempts: number
  readonly baseMs: number
  readonly maxMs: number
  readonly budget: { readonly ratio: number; readonly min: number }
}

/** Options, complete and checked. */
export interface Settings extends Terms {
  readonly token: TokenSource | undefined
  readonly allowTokenInBrowser: boolean
  readonly baseUrl: URL
  readonly store: Store | undefined
  readonly account: string | undefined
  readonly tokenTerms: AccountTerms
  readonly anonymousTerms: AccountTerms
  readonly maxInFlight: number
  readonly maxFlightMs: number
  readonly verifiedForMs: number
  readonly tokenTimeoutMs: number
  readonly retry: RetrySettings
  readonly headers: Headers
  /**
   * `headers`, with what `get` and its like accept. Shared by all calls, so they are never changed.
   */
  readonly acceptJson: Headers
  readonly acceptAny: Headers
  readonly logger: Logger
  readonly isLockout: (evidence: LockoutEvidence) => boolean | undefined
  readonly fetch: Transport | undefined
  readonly clock: Clock | undefined
  readonly random: () => number
}

const optionNames = /* @__PURE__ */ Object.keys({
  token: 0,
  baseUrl: 0,
  limit: 0,
  anonymousLimit: 0,
  burstShare: 0,
  maxInFlight: 0,
  reserve: 0,
  maxWaitMs: 0,
  maxWaiting: 0,
  timeoutMs: 0,
  deadlineMs: 0,
  maxBodyBytes: 0,
  maxFlightMs: 0,
  verifiedForMs: 0,
  tokenTimeoutMs: 0,
  retry: 0,
  whenLocked: 0,
  dedupe: 0,
  isLockout: 0,
  account: 0,
  store: 0,
  fetch: 0,
  allowTokenInBrowser: 0,
  headers: 0,
  logger: 0,
  clock: 0,
  random: 0,
} satisfies Record<keyof BandoOptions, 0>)

/** @throws BandoConfigError naming the option, what it takes, and what it was given. */
export function toSettings(options: BandoOptions): Settings {
  if (!isPlainObject(options)) {
    const advice = typeof options === 'string' ? 'createBando({ token }), or ' : ''
    throw new BandoConfigError(
      `createBando: takes its options in one object. Found ${kindOf(options)}. Write ${advice}createBando() to call anonymously.`,
    )
  }
  checkNames(options, optionNames)
  const given = port('logger', options.logger, {
    methods: ['debug', 'info', 'warn', 'error'],
    example: 'an object with debug, info, warn and error, such as console',
  })
  const logger = guardLogger(given ?? quietConsole)
  const shared = {
    burstShare: share('burstShare', options.burstShare, defaults.burstShare, { canBeAll: true }),
    reserve: share('reserve', options.reserve, defaults.reserve, { canBeAll: false }),
    maxWaiting: count('maxWaiting', options.maxWaiting, defaults.maxWaiting),
  }
  const headers = checkHeaders(options.headers)
  return Object.freeze({
    ...toTerms(options, defaults),
    token: checkTokenSource(options.token),
    allowTokenInBrowser: flag('allowTokenInBrowser', options.allowTokenInBrowser, false),
    baseUrl: checkBaseUrl(options.baseUrl === undefined ? defaults.baseUrl : options.baseUrl),
    store: checkStore(options.store),
    account: text('account', options.account),
    tokenTerms: { ...shared, assumed: defaults.limit, given: checkLimit('limit', options.limit) },
    anonymousTerms: {
      ...shared,
      assumed: defaults.anonymousLimit,
      given: checkLimit('anonymousLimit', options.anonymousLimit),
    },
    maxInFlight: count('maxInFlight', options.maxInFlight, defaults.maxInFlight),
    maxFlightMs: duration('maxFlightMs', options.maxFlightMs, defaults.maxFlightMs, { least: 0 }),
    verifiedForMs: duration('verifiedForMs', options.verifiedForMs, defaults.verifiedForMs, { least: 0 }),
    tokenTimeoutMs: duration('tokenTimeoutMs', options.tokenTimeoutMs, defaults.tokenTimeoutMs),
    retry: toRetry(options.retry),
    headers,
    acceptJson: accepting(headers, 'application/json'),
    acceptAny: accepting(headers, '*/*'),
    logger,
    isLockout: guarded(callable('isLockout', options.isLockout, '({ text }) => boolean'), logger),
    fetch: callable('fetch', options.fetch, 'the global fetch'),
    clock: port('clock', options.clock, {
      methods: ['now', 'epoch', 'schedule'],
      example: 'an object with now, epoch and schedule, such as a ManualClock of @bando/core/testing',
    }),
    random: callable('random', options.random, 'Math.random') ?? Math.random,
  })
}

function accepting(headers: Headers, type: string): Headers {
  const accepting = new Headers(headers)
  if (!accepting.has('accept')) accepting.set('accept', type)
  return accepting
}

function toRetry(given: RetryOptions | undefined): RetrySettings {
  const { retry } = defaults
  const options = group('retry', given, '{ attempts: 1 } for none')
  checkNames(options, ['attempts', 'baseMs', 'maxMs', 'budget'], 'retry.')
  const budget = group('retry.budget', options.budget, '{ ratio: 0.2, min: 10 }')
  checkNames(budget, ['ratio', 'min'], 'retry.budget.')
  return {
    attempts: count('retry.attempts', options.attempts, retry.attempts),
    baseMs: duration('retry.baseMs', options.baseMs, retry.baseMs, { least: 0 }),
    maxMs: duration('retry.maxMs', options.maxMs, retry.maxMs, { least: 0 }),
    budget: {
      ratio: share('retry.budget.ratio', budget.ratio, retry.budget.ratio, { canBeAll: true }),
      min: amount('retry.budget.min', budget.min, retry.budget.min),
    },
  }
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

/** @throws BandoConfigError */
function checkStore(given: Store | undefined): Store | undefined {
  if (given === undefined) return undefined
  const { kind }: Partial<Store> = Object(given)
  if (kind === 'memory' || kind === 'shared') return given
  throw mistake('store', 'memoryStore(), fileStore(folder), webStore() or another SharedStore', given)
}
