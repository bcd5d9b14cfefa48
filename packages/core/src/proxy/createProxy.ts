import type { Bando } from '../Bando.ts'
import { isBandoError } from '../errors/isBandoError.ts'
import { readBody } from '../response/readBody.ts'
import type { AllowedCall } from './allowList.ts'
import { headersForApi, headersForPage } from './forwardedHeaders.ts'
import { isPreflight, preflightResponse, sourceOf, withCors } from './originCheck.ts'
import { problemResponse, publicProblem } from './problems.ts'
import type { ProxyOptions } from './ProxyOptions.ts'
import type { ProxySettings } from './proxySettings.ts'
import { toProxySettings } from './proxySettings.ts'
import { rateLimitHeaders } from './rateLimitHeaders.ts'
import { SharedResponses } from './SharedResponses.ts'
import { UserShares } from './UserShares.ts'

/** A request that may be sent, and whose it is. */
interface Admitted extends AllowedCall {
  readonly search: string
  readonly headers: Record<string, string>
  readonly body: Uint8Array<ArrayBuffer> | undefined
  readonly user: string | undefined
  readonly signal: AbortSignal
}

/**
 * Makes a handler that calls the API for the pages of an app. The token stays here. All users share
 * the account's budget, in turns, and each page is told what is left for its user.
 *
 * The handler never rejects because of the API: it answers with problem details (RFC 9457) that say
 * nothing of the account.
 * @throws BandoConfigError naming the option that cannot work
 * @example const proxy = createProxy(bando, { allow: ['GET /api/v1/products/grouped/'], basePath:
 * '/bando', userOf }) export const GET = proxy // a Next.js route
 */
export function createProxy(bando: Bando, options: ProxyOptions): (request: Request) => Promise<Response> {
  const settings = toProxySettings(options)
  const shares = new UserShares(settings.userLimit, settings.maxPending)
  const shared = new SharedResponses()
  const problem = (status: number, title: string, retryAt?: number): Response =>
    problemResponse({ status, title, retryAt }, settings.clock.epoch())

  return async (request) => {
    const checked = await settings.check(request)
    if (checked) return checked
    const source = sourceOf(request, settings.origins)
    if (source.kind === 'foreign') return problem(403, 'Pages of this origin may not call this.')
    const respond = (response: Response): Response => withCors(response, source, settings.origins)
    if (source.kind === 'listed' && isPreflight(request)) return respond(preflightResponse(request))

    const { pathname, search } = new URL(request.url)
    const call = settings.allowed(request.method, pathname)
    if (call === undefined) return respond(problem(404, 'There is nothing here.'))
    const body = await bodyOf(request, settings)
    if (body === 'tooLong') return respond(problem(413, 'The body is too long.'))
    if (body === 'brokenOff') return respond(problem(400, 'The body broke off.'))

    const user = await settings.userOf(request)
    const headers = headersForApi(request.headers, settings.headers)
    const admitted: Admitted = { ...call, search, headers, body, user, signal: request.signal }
    return respond(withBudget(await answer(admitted), user))
  }

  /** Sends the call, or joins an identical GET, within the share of its user. */
  async function answer(call: Admitted): Promise<Response> {
    const { method, path, search, headers, signal } = call
    if (method !== 'GET') return send(call, signal)
    const key = JSON.stringify([path, search, headers])
    try {
      return await shared.join(key, signal, (anySignal) => send(call, anySignal))
    } catch (error) {
      if (signal.aborted) return closedByPage()
      throw error
    }
  }

  async function send(call: Admitted, signal: AbortSignal): Promise<Response> {
    const { clock } = settings
    const permit = shares.take(call.user, clock.now())
    if (!('end' in permit)) {
      const retryAt = permit.retryAt === undefined ? undefined : permit.retryAt - clock.now() + clock.epoch()
      return problem(429, 'Too many requests for now.', retryAt)
    }
    const { method, path, search, headers, body, user } = call
    const { priority, maxWaitMs } = settings
    let wasSent = true
    try {
      const options = { headers, body, signal, priority, maxWaitMs, group: user, as: 'response' } as const
      const { data, status } = await bando.request(method, path + search, options)
      return new Response(data.body, { status, headers: headersForPage(data.headers) })
    } catch (error) {
      if (signal.aborted) return closedByPage()
      if (!isBandoError(error)) throw error
      wasSent = error.sent
      if (isBandoError(error, 'http') && isMistakeOfPage(error.status)) return passOn(error)
      return problemResponse(publicProblem(error), clock.epoch())
    } finally {
      permit.end(wasSent)
    }
  }

  function withBudget(response: Response, user: string | undefined): Response {
    const { clock } = settings
    const budget = rateLimitHeaders(shares.state(user, clock.now()), bando.state.limit, clock)
    for (const [name, value] of budget) response.headers.set(name, value)
    return response
  }
}

function isMistakeOfPage(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408
}

/** What the API says of a request that is the page's own mistake, such as a 404 or a 422. */
function passOn({ status, headers, body }: { status: number; headers: Headers; body: unknown }): Response {
  const passed = headersForPage(headers)
  if (typeof body === 'string') return new Response(body, { status, headers: passed })
  if (body === undefined) return new Response(null, { status, headers: passed })
  return Response.json(body, { status, headers: passed })
}

/** The page has gone away, and does not read this. */
function closedByPage(): Response {
  return new Response(null, { status: 499 })
}

async function bodyOf(
  request: Request,
  { maxBodyBytes }: ProxySettings,
): Promise<Uint8Array<ArrayBuffer> | undefined | 'tooLong' | 'brokenOff'> {
  if (request.body === null) return undefined
  const read = await readBody(new Response(request.body, { headers: request.headers }), maxBodyBytes)
  return read.kind === 'whole' ? read.bytes : read.kind
}
