import { BandoConfigError } from '../errors/BandoConfigError.ts'
import { buildUrl } from './buildUrl.ts'
import { encodeBody } from './encodeBody.ts'
import type { RequestContext } from './fetchUrl.ts'
import type { WireRequest } from './WireRequest.ts'
import { isRepeatable } from './WireRequest.ts'
import { checkResponseOptions } from '../options/checkResponseOptions.ts'
import { checkCallOptions } from '../options/checkCallOptions.ts'
import type { CallOptions } from '../options/checkCallOptions.ts'
import { flag, idempotencyKey, methodName, oneOf, signal } from '../options/checks.ts'
import type { CallTerms } from '../options/CallTerms.ts'
import { checkHeaders } from '../options/checkHeaders.ts'
import { checkFetchOptions } from '../options/FetchOptions.ts'
import { toTerms } from '../options/toTerms.ts'

/** A call as it was made, checked, and as it will be sent. @throws BandoConfigError */
export function buildRequest(
  { settings, closing, credentials }: RequestContext & { readonly closing: AbortSignal },
  method: string,
  path: string,
  options: CallOptions,
): { request: WireRequest; terms: CallTerms; mayJoin: boolean } {
  const upperMethod = methodName(method)
  checkCallOptions(options)
  const { query, params } = options
  const { redact } = credentials
  const { body, contentType } = encodeBody(options.body)
  if (body !== undefined && (upperMethod === 'GET' || upperMethod === 'HEAD')) {
    throw new BandoConfigError(
      `${upperMethod} ${path}: takes no body, and fetch would send none. Put what it says into query, or use another method.`,
    )
  }
  const fetchOptions = checkFetchOptions(options.fetchOptions)
  const headers = new Headers(settings.headers)
  const form = checkResponseOptions(options)
  if (!headers.has('accept')) headers.set('accept', form === 'json' ? 'application/json' : '*/*')
  if (contentType !== undefined) headers.set('content-type', contentType)
  if (options.idempotencyKey !== undefined)
    headers.set('idempotency-key', idempotencyKey(options.idempotencyKey))
  for (const [name, value] of checkHeaders(options.headers)) headers.set(name, value)
  const request: WireRequest = {
    method: upperMethod,
    url: buildUrl(settings.baseUrl, path, { query, params, redact }),
    template: params && path.split('?', 1)[0],
    headers,
    body,
    isRepeatable: isRepeatable(upperMethod, headers),
    redirect: 'follow',
    fetchOptions,
  }
  const abort = signal(options.signal)
  const { dedupe: mayJoin, ...own } = toTerms(options, settings)
  const terms: CallTerms = {
    ...own,
    signals: abort ? [closing, abort] : [closing],
    priority: oneOf('priority', options.priority, ['high', 'normal', 'low'], 'normal'),
    requireToken: flag('requireToken', options.requireToken, false),
    group: options.group,
    key: options.key,
  }
  return { request, terms, mayJoin: mayJoin && fetchOptions === undefined }
}
