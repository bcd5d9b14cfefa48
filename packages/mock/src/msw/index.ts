import { http, HttpResponse, type HttpHandler } from 'msw'
import type { Mock } from '../server/Mock.ts'

/**
 * MSW handlers that answer every request to the API from a mock, limits and lockout included; for `setupServer` and `setupWorker` alike.
 *
 * @example
 * const server = setupServer(...bandoHandlers(createMock()))
 *
 * @param baseUrl the API that the tested code believes it talks to
 */
export function bandoHandlers(mock: Mock, baseUrl = 'https://api.bando.cool'): HttpHandler[] {
  return [http.all(`${baseUrl}/*`, ({ request }) => answer(mock, request))]
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
