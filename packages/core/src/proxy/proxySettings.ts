import type { Priority } from '../contract/Call.ts'
import type { Clock } from '../contract/Clock.ts'
import type { Limit } from '../contract/Limit.ts'
import { BandoConfigError } from '../errors/BandoConfigError.ts'
import { checkLimit } from '../options/checkLimit.ts'
import { checkNames } from '../options/checkNames.ts'
import { bytes, callable, count, duration, group, mistake, oneOf } from '../options/checks.ts'
import type { AllowedCall } from './allowList.ts'
import { allowList } from './allowList.ts'
import type { ProxyOptions } from './ProxyOptions.ts'

/** `ProxyOptions`, complete and checked. */
export interface ProxySettings {
  readonly allowed: (method: string, pathname: string) => AllowedCall | undefined
  readonly userOf: NonNullable<ProxyOptions['userOf']>
  readonly userLimit: Limit | undefined
  readonly maxPending: number
  readonly check: NonNullable<ProxyOptions['check']>
  readonly origins: ReadonlySet<string>
  readonly headers: readonly string[]
  readonly maxBodyBytes: number
  readonly priority: Priority
  readonly maxWaitMs: number | undefined
  readonly clock: Pick<Clock, 'now' | 'epoch'>
}

/** Headers that a page must not choose, whatever `headers` says. */
const neverPassed =
  /^(authorization|proxy-.*|cookie2?|host|forwarded|x-forwarded-.*|x-real-ip|connection|keep-alive|te|trailer|transfer-encoding|upgrade|content-length|x-http-method.*|x-method-override)$/

const optionNames = Object.keys({
  allow: 0,
  basePath: 0,
  userOf: 0,
  perUser: 0,
  check: 0,
  origins: 0,
  headers: 0,
  maxBodyBytes: 0,
  priority: 0,
  maxWaitMs: 0,
  clock: 0,
} satisfies Record<keyof ProxyOptions, 0>)

/** @throws BandoConfigError naming the option, what it takes, and what it was given. */
export function toProxySettings(options: ProxyOptions): ProxySettings {
  checkNames(options, optionNames)
  const { maxWaitMs, basePath = '' } = options
  const perUser = group('perUser', options.perUser, '{ maxPending: 20 }')
  if (!Array.isArray(options.allow) || options.allow.length === 0) {
    throw mistake('allow', "a list of calls, such as ['GET /api/v1/products/grouped/']", options.allow)
  }
  if (!/^(\/[^/?#]+)*$/.test(basePath)) {
    throw mistake('basePath', "a path without a slash at its end, such as '/bando'", basePath)
  }
  return {
    allowed: allowList(options.allow, basePath),
    userOf: callable('userOf', options.userOf, '(request) => userId') ?? (() => undefined),
    userLimit: checkLimit('perUser.limit', perUser.limit),
    maxPending: count('perUser.maxPending', perUser.maxPending, 20),
    check: callable('check', options.check, '(request) => undefined') ?? (() => undefined),
    origins: new Set((options.origins ?? []).map(checkOrigin)),
    headers: (options.headers ?? []).map(checkHeader),
    maxBodyBytes: bytes('maxBodyBytes', options.maxBodyBytes, 1_048_576),
    priority: oneOf('priority', options.priority, ['high', 'normal', 'low'], 'normal'),
    maxWaitMs:
      maxWaitMs === undefined
        ? undefined
        : duration('maxWaitMs', maxWaitMs, maxWaitMs, { least: 0, isEndless: true }),
    clock: options.clock ?? { now: () => performance.now(), epoch: () => Date.now() },
  }
}

function checkOrigin(origin: string): string {
  if (URL.canParse(origin) && new URL(origin).origin === origin) return origin
  throw new BandoConfigError(
    `origins: needs origins such as 'https://shop.example', without a path. Found ${JSON.stringify(origin)}.`,
  )
}

function checkHeader(name: string): string {
  const lower = name.toLowerCase()
  if (!neverPassed.test(lower) && /^[!#$%&'*+.^`|~\w-]+$/.test(lower)) return lower
  throw new BandoConfigError(
    `headers: ${JSON.stringify(name)} cannot be passed on. Leave it out: it is for this server alone, or is not a header name.`,
  )
}
