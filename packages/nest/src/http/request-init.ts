import { BandoConfigError } from '@bando/core'
import type { InternalAxiosRequestConfig } from 'axios'
import { Axios } from 'axios'
import { requestBody } from './request-body.ts'

/** Only builds URLs, as axios does. */
const builder = new Axios({})

/** Returns the URL of a request of axios, its query included. */
export function requestUrl(config: InternalAxiosRequestConfig): string {
  const { url, baseURL, params, paramsSerializer, allowAbsoluteUrls } = config
  // Most requests need no more than this, and axios copies each option.
  if (params === undefined && baseURL !== undefined && url !== undefined && /^\/[^/]/.test(url))
    return baseURL.replace(/\/$/, '') + url
  return builder.getUri({
    ...(url !== undefined && { url }),
    ...(baseURL !== undefined && { baseURL }),
    ...(params !== undefined && { params: params as unknown }),
    ...(paramsSerializer !== undefined && { paramsSerializer }),
    ...(allowAbsoluteUrls !== undefined && { allowAbsoluteUrls }),
  })
}

/**
 * Makes a request of `fetch` of a request of axios.
 * @throws BandoConfigError if it brings credentials of its own
 */
export function requestInit(config: InternalAxiosRequestConfig, signal: AbortSignal): RequestInit {
  const { body, headers: ofBody, hasOwnType } = requestBody(config.data)
  const headers = headersOf(config)
  if (hasOwnType) delete headers['content-type']
  for (const [name, value] of Object.entries(ofBody)) headers[name.toLowerCase()] = value
  return {
    method: (config.method ?? 'get').toUpperCase(),
    headers,
    signal,
    redirect: config.maxRedirects === 0 ? 'manual' : 'follow',
    ...(body !== undefined && { body }),
    ...(body instanceof ReadableStream && { duplex: 'half' }),
  }
}

/** Names are in lower case, so that none is there twice. */
function headersOf({ headers: given, auth }: InternalAxiosRequestConfig): Record<string, string> {
  if (auth) {
    throw new BandoConfigError('auth: leave it out: the client writes the header `Authorization`.')
  }
  const headers = Object.create(null) as Record<string, string>
  for (const [name, value] of Object.entries(given)) {
    // `false` keeps axios from writing one of its own.
    if (value === undefined || value === null || value === false) continue
    headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : String(value)
  }
  return headers
}
