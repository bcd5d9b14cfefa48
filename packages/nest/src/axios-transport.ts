import { Readable } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import type { Transport } from '@bando/core'
import type { AxiosInstance, AxiosResponse } from 'axios'

const nullBodyStatuses = new Set([204, 205, 304])

/**
 * Sends through an axios instance, its interceptors, agents and proxy included. Every status resolves and no redirect is
 * followed: both are for the core to judge. What fails carries axios' code and message, and nothing of the request, which
 * holds the token.
 */
export function axiosTransport(axios: AxiosInstance): Transport {
  return async (url, { method = 'GET', headers, body, signal }) => {
    try {
      const response = await axios.request<ArrayBuffer>({
        url,
        method,
        headers: Object.fromEntries(new Headers(headers)),
        data: body instanceof ReadableStream ? Readable.fromWeb(body as NodeReadableStream) : body,
        ...(signal ? { signal } : {}),
        responseType: 'arraybuffer',
        maxRedirects: 0,
        validateStatus: () => true,
        transformRequest: (data: unknown) => data,
        transformResponse: (data: unknown) => data,
      })
      return toResponse(response)
    } catch (error) {
      throw withoutRequest(error)
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

function withoutRequest(error: unknown): Error {
  if (!(error instanceof Error)) return new Error('The transport failed.')
  const plain = new Error(error.message)
  plain.name = error.name
  return 'code' in error ? Object.assign(plain, { code: error.code }) : plain
}
