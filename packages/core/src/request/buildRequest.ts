import { BandoConfigError } from '../errors/BandoConfigError.ts'
import { buildUrl } from './buildUrl.ts'
import { encodeBody } from './encodeBody.ts'
import type { RequestContext } from './fetchUrl.ts'
import type { WireRequest } from './WireRequest.ts'
import { isRepeatable } from './WireRequest.ts'
import { checkResponseOptions } from '../options/ResponseOptions.ts'
import { checkCallOptions } from '../options/checkCallOptions.ts'
import type { CallOptions } from '../options/checkCallOptions.ts'
import { idempotencyKey, methodName } from '../options/checks.ts'
import type { CallTerms } from '../options/CallTerms.ts'
import { toCallTerms } from '../options/CallTerms.ts'
import { checkHeaders } from '../options/checkHeaders.ts'
import { checkFetchOptions } from '../options/FetchOptions.ts'
import type { Settings } from '../options/settings.ts'

/** Returns a call as it will be sent, checked. @throws BandoConfigError */
export function buildRequest(
  { settings, credentials }: RequestContext,
  method: string,
  path: string,
  options: CallOptions,
): { request: WireRequest; terms: CallTerms } {
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
  const headers = headersOf(settings, options, contentType)
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
  return { request, terms: toCallTerms(options, settings) }
}

/** Returns the headers of a call: those of the client, unless it has some of its own. */
function headersOf(settings: Settings, options: CallOptions, contentType: string | undefined): Headers {
  const common = checkResponseOptions(options) === 'json' ? settings.acceptJson : settings.acceptAny
  const { idempotencyKey: key, headers: own } = options
  if (contentType === undefined && key === undefined && own === undefined) return common
  const headers = new Headers(common)
  if (contentType !== undefined) headers.set('content-type', contentType)
  if (key !== undefined) headers.set('idempotency-key', idempotencyKey(key))
  for (const [name, value] of checkHeaders(own)) headers.set(name, value)
  return headers
}
