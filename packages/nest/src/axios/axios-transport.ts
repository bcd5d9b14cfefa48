import type { Transport } from '@bando/core'
import type { AxiosInstance } from 'axios'
import { Axios } from 'axios'
import { connectionOptions } from './connection-options.ts'
import { encodeBody } from './encode-body.ts'
import type { AxiosBody } from './to-response.ts'
import { toResponse } from './to-response.ts'
import { withoutRequest } from './without-request.ts'

/**
 * Sends through the agents and the proxy of an axios instance, with an instance of its own:
 * interceptors see neither the token nor the request. Resolves at the head of the response,
 * whatever its status, and follows no redirect. A failure carries the code and the message of its
 * cause, and nothing of the request, which holds the token.
 * @publicApi
 */
export function axiosTransport(axios: Pick<AxiosInstance, 'defaults'>): Transport {
  // Has none of the global defaults either, which any module of the application can change.
  const own = new Axios({})
  return async (url, { method = 'GET', headers, body, signal }) => {
    const sent = new Headers(headers)
    const bare = (failure: unknown): Error => withoutRequest(failure, sent.get('authorization'))
    try {
      const { data, contentType } = await encodeBody(body)
      if (contentType !== null && !sent.has('content-type')) sent.set('content-type', contentType)
      const response = await own.request<AxiosBody>({
        ...connectionOptions(axios.defaults),
        // Leaves the proxy out, because it could read the token of a request without TLS. Only
        // this machine is reached by `http:`.
        ...(url.startsWith('http:') && { proxy: false }),
        url,
        method,
        // `false` keeps out the type that axios makes up. `fetch` sends this `Accept`.
        headers: { accept: '*/*', 'content-type': false, ...Object.fromEntries(sent) },
        data,
        ...(signal ? { signal } : {}),
        responseType: 'stream',
        maxRedirects: 0,
        validateStatus: null,
      })
      return toResponse(response, bare)
    } catch (error) {
      throw bare(error)
    }
  }
}
