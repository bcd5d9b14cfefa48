import type { Priority } from '../contract/Call.ts'
import type { Clock } from '../contract/Clock.ts'
import type { Limit } from '../contract/Limit.ts'
import { BandoConfigError } from '../errors/BandoConfigError.ts'
import { bytes, count, duration, oneOf } from '../options/checks.ts'
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

/** @throws BandoConfigError naming the option, what it takes, and what it was given. */
export function toProxySettings(options: ProxyOptions): ProxySettings {
  const { perUser, maxWaitMs, basePath = '' } = options
  if (!Array.isArray(options.allow) || options.allow.length === 0) {
    throw new BandoConfigError(
      `allow: needs a list of calls, such as ['GET /api/v1/products/grouped/']. Found ${JSON.stringify(options.allow)}.`,
    )
  }
  if (!/^(\/[^/?#]+)*$/.test(basePath)) {
    throw new BandoConfigError(
      `basePath: needs a path without a slash at its end, such as '/bando'. Found ${JSON.stringify(basePath)}.`,
    )
  }
  return {
    allowed: allowList(options.allow, basePath),
    userOf: options.userOf ?? (() => undefined),
    userLimit: perUser?.limit && {
      requests: count('perUser.limit.requests', perUser.limit.requests),
      windowMs: duration('perUser.limit.windowMs', perUser.limit.windowMs),
    },
    maxPending: count('perUser.maxPending', perUser?.maxPending ?? 20),
    check: options.check ?? (() => undefined),
    origins: new Set((options.origins ?? []).map(checkOrigin)),
    headers: (options.headers ?? []).map(checkHeader),
    maxBodyBytes: bytes('maxBodyBytes', options.maxBodyBytes ?? 1_048_576),
    priority: oneOf('priority', options.priority ?? 'normal', ['high', 'normal', 'low']),
    maxWaitMs:
      maxWaitMs === undefined ? undefined : duration('maxWaitMs', maxWaitMs, { least: 0, isEndless: true }),
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
