import type { Transport } from '@bando/core'
import type { AxiosInstance, AxiosResponse } from 'axios'
import { AxiosHeaders, getAdapter } from 'axios'
import { connectionOptions } from './connection-options.ts'
import { encodeBody } from './encode-body.ts'
import type { Bare, KeeperInit } from './response-keeper.ts'
import type { AxiosBody } from './to-response.ts'
import { toResponse } from './to-response.ts'
import { withoutRequest } from './without-request.ts'

/**
 * Sends through the adapter, the agents and the proxy of an axios instance, but not through the
 * instance itself: interceptors see neither the token nor the request. Resolves at the head of the
 * response, whatever its status, and follows no redirect. A failure carries the code and the
 * message of its cause. It does not carry the request, because that holds the token.
 * @publicApi
 */
export function axiosTransport(axios: Pick<AxiosInstance, 'defaults'>): Transport {
  return async (url, { method = 'GET', headers, body, signal, keeper }: KeeperInit) => {
    const sent = headers instanceof Headers ? headers : new Headers(headers)
    const bare: Bare = (failure) => withoutRequest(failure, sent.get('authorization'))
    try {
      const { data, contentType } = await encodeBody(body)
      const connection = connectionOptions(axios.defaults)
      const send = getAdapter(connection.adapter ?? defaultAdapters)
      // `false` keeps out the type that axios makes up. `fetch` sends this `Accept`.
      const fields = { accept: '*/*', 'content-type': contentType ?? false, ...Object.fromEntries(sent) }
      const response = (await send({
        ...connection,
        // Leaves the proxy out, because it could read the token of a request without TLS. Only
        // this machine is reached by `http:`.
        ...(url.startsWith('http:') && { proxy: false }),
        url,
        method,
        headers: AxiosHeaders.from(fields),
        data,
        ...(signal ? { signal } : {}),
        responseType: 'stream',
        maxRedirects: 0,
        validateStatus: null,
      })) as AxiosResponse<AxiosBody>
      return toResponse(response, bare, keeper)
    } catch (error) {
      throw bare(error)
    }
  }
}

/** Those of axios. */
const defaultAdapters = ['xhr', 'http', 'fetch']
