import { BandoConfigError } from '../errors/BandoConfigError.ts'
import { buildUrl } from './buildUrl.ts'
import { encodeBody } from './encodeBody.ts'
import type { RequestContext } from './fetchUrl.ts'
import type { WireRequest } from './WireRequest.ts'
import { isRepeatable } from './WireRequest.ts'
import type { ResponseForm, ResponseOptions } from '../options/ResponseOptions.ts'
import { checkResponseOptions } from '../options/checkResponseOptions.ts'
import type { RequestOptions } from '../options/BandoOptions.ts'
import { bytes, duration, idempotencyKey, methodName, oneOf } from '../options/checks.ts'
import type { CallTerms } from '../options/CallTerms.ts'
import { checkHeaders } from '../options/settings.ts'

/** A call as it was made, checked, and as it will be sent. @throws BandoConfigError */
export function buildRequest(
  { settings, closing, credentials }: RequestContext & { readonly closing: AbortSignal },
  method: string,
  path: string,
  options: RequestOptions & ResponseOptions<ResponseForm> & { readonly body?: unknown },
): { request: WireRequest; terms: CallTerms } {
  const upperMethod = methodName(method)
  const { query, params } = options
  const { redact } = credentials
  const { body, contentType } = encodeBody(options.body)
  if (body !== undefined && (upperMethod === 'GET' || upperMethod === 'HEAD')) {
    throw new BandoConfigError(
      `${upperMethod} ${path}: takes no body, and fetch would send none. Put what it says into query, or use another method.`,
    )
  }
  const headers = new Headers(settings.headers)
  const form = checkResponseOptions(options)
  if (!headers.has('accept')) headers.set('accept', form === 'json' ? 'application/json' : '*/*')
  if (contentType !== undefined) headers.set('content-type', contentType)
  if (options.idempotencyKey !== undefined)
    headers.set('idempotency-key', idempotencyKey(options.idempotencyKey))
  for (const [name, value] of checkHeaders(options.headers ?? {})) headers.set(name, value)
  const request: WireRequest = {
    method: upperMethod,
    url: buildUrl(settings.baseUrl, path, { query, params, redact }),
    headers,
    body,
    isRepeatable: isRepeatable(upperMethod, headers),
    redirect: 'follow',
  }
  const terms: CallTerms = {
    signals: options.signal ? [closing, options.signal] : [closing],
    priority: oneOf('priority', options.priority ?? 'normal', ['high', 'normal', 'low']),
    maxWaitMs: duration('maxWaitMs', options.maxWaitMs ?? settings.maxWaitMs, { least: 0, isEndless: true }),
    requireToken: options.requireToken ?? false,
    group: options.group,
    timeoutMs: duration('timeoutMs', options.timeoutMs ?? settings.timeoutMs),
    deadlineMs: duration('deadlineMs', options.deadlineMs ?? settings.deadlineMs, { isEndless: true }),
    maxBodyBytes: bytes('maxBodyBytes', options.maxBodyBytes ?? settings.maxBodyBytes),
    key: options.key,
    whenLocked: oneOf('whenLocked', options.whenLocked ?? settings.whenLocked, ['fail', 'wait', 'anonymous']),
  }
  return { request, terms }
}
