import { http, HttpResponse, type HttpHandler } from 'msw'
import { isPath } from '../server/basePath.ts'
import type { Mock } from '../server/Mock.ts'

/**
 * MSW handlers that answer every request to the API from a mock, limits and lockout included; for `setupServer` and `setupWorker` alike.
 *
 * @example
 * const server = setupServer(...bandoHandlers(createMock()))
 *
 * @param baseUrl the API that the tested code believes it talks to; its path, if it has one, is cut off
 */
export function bandoHandlers(mock: Mock, baseUrl = 'https://api.bando.cool'): HttpHandler[] {
  const base = baseUrl.replace(/\/+$/, '')
  const prefix = /^(?:\w+:\/\/[^/]+)?(\/.+)?$/.exec(base)?.[1] ?? ''
  return [
    http.all(`${base}/*`, async ({ request }) => below(prefix, await answer(mock, without(prefix, request)))),
  ]
}

/** The request as it reaches the API: a path that the base URL has is its proxy's, and none of the API's. */
function without(prefix: string, request: Request): Request {
  if (prefix === '') return request
  const url = new URL(request.url)
  url.pathname = url.pathname.slice(prefix.length)
  return new Request(url, request)
}

/** The response as the proxy passes it on: a redirect to a path leads to where the API lies. */
function below(prefix: string, response: Response): Response {
  const location = response.headers.get('location')
  if (prefix !== '' && location !== null && isPath(location))
    response.headers.set('location', prefix + location)
  return response
}

/** MSW would make a 500 of what is thrown; a broken connection is an answer of its own there. */
async function answer(mock: Mock, request: Request): Promise<Response> {
  try {
    return await mock.fetch(request)
  } catch (error) {
    if (error instanceof TypeError) return HttpResponse.error()
    throw error
  }
}
