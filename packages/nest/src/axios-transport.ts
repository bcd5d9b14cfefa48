import type { Transport } from '@bando/core'
import type { AxiosInstance, AxiosResponse } from 'axios'
import { encodeBody } from './encode-body.ts'
import { withoutRequest } from './without-request.ts'

/** Statuses whose responses can have no body (Fetch standard, "null body status"). */
const nullBodyStatuses = new Set([204, 205, 304])

/** What an instance may have for other APIs. Only `null` keeps it from being merged in: `undefined` would not. */
const nothingOfTheirs: object = { auth: null, baseURL: null, params: null }

/**
 * Sends through an axios instance, its interceptors, agents and proxy included. Every status resolves and no redirect is
 * followed: both are for the core to judge. What fails carries the code and message of the failure, and nothing of the request,
 * which holds the token.
 * @publicApi
 */
export function axiosTransport(axios: AxiosInstance): Transport {
  return async (url, { method = 'GET', headers, body, signal }) => {
    const sent = new Headers(headers)
    try {
      const { data, contentType } = await encodeBody(body)
      if (contentType !== null && !sent.has('content-type')) sent.set('content-type', contentType)
      const response = await axios.request<ArrayBuffer>({
        url,
        method,
        // `false` keeps out the instance's own, and the type that axios makes up.
        headers: { authorization: false, 'content-type': false, ...Object.fromEntries(sent) },
        data,
        ...(signal ? { signal } : {}),
        ...nothingOfTheirs,
        responseType: 'arraybuffer',
        maxRedirects: 0,
        validateStatus: () => true,
        transformRequest: (data: unknown) => data,
        transformResponse: (data: unknown) => data,
      })
      return toResponse(response)
    } catch (error) {
      throw withoutRequest(error, sent.get('authorization'))
    }
  }
}

function toResponse({ status, statusText, headers, data }: AxiosResponse<ArrayBuffer>): Response {
  const copied = new Headers()
  for (const [name, value] of Object.entries(headers)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && each !== null) copied.append(name, String(each))
    }
  }
  return new Response(nullBodyStatuses.has(status) ? null : data, { status, statusText, headers: copied })
}
