import { http, HttpResponse, type HttpHandler } from 'msw'
import { isPath } from '../server/basePath.ts'
import type { Mock } from '../server/Mock.ts'

/**
 * Returns MSW handlers that serve the API from a mock, with limits and lockout, for `setupServer`
 * and `setupWorker`.
 *
 * @example
 * const server = setupServer(...bandoHandlers(createMock()))
 *
 * @param baseUrl the base URL that the tested code uses; its path, if any, is cut off
 */
export function bandoHandlers(mock: Mock, baseUrl = 'https://api.bando.cool'): HttpHandler[] {
  const base = baseUrl.replace(/\/+$/, '')
  const prefix = /^(?:\w+:\/\/[^/]+)?(\/.+)?$/.exec(base)?.[1] ?? ''
  return [
    http.all(`${base}/*`, async ({ request }) => below(prefix, await answer(mock, without(prefix, request)))),
  ]
}

/**
 * Returns the request as it reaches the API, without the path of the base URL, which belongs to a
 * proxy.
 */
function without(prefix: string, request: Request): Request {
  if (prefix === '') return request
  const url = new URL(request.url)
  url.pathname = url.pathname.slice(prefix.length)
  return new Request(url, request)
}

/**
 * Returns the response as the proxy passes it on: a redirect to a path gets the path of the base
 * URL.
 */
function below(prefix: string, response: Response): Response {
  const location = response.headers.get('location')
  if (prefix !== '' && location !== null && isPath(location))
    response.headers.set('location', prefix + location)
  return response
}

/** Turns a broken connection into MSW's network error, as MSW makes a 500 of anything thrown. */
async function answer(mock: Mock, request: Request): Promise<Response> {
  try {
    return await mock.fetch(request)
  } catch (error) {
    if (error instanceof TypeError) return HttpResponse.error()
    throw error
  }
}
