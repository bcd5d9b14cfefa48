import { createProxy } from '@bando/core/proxy'
import type { BandoService } from '../bando.service.ts'
import type { BandoProxyOptions, FrameworkRequest } from './proxy-options.interface.ts'

/**
 * Calls the API for the pages, and counts their users. It is made once: Nest may make the
 * controller for each request, as its guards ask for.
 */
export class PagesProxy {
  /** The users of requests under way, as their guards left them. */
  readonly #users = new WeakMap<Request, FrameworkRequest>()
  readonly #proxy: (request: Request) => Promise<Response>

  /** @throws BandoConfigError if an option is invalid */
  constructor(
    { client }: Pick<BandoService, 'client'>,
    { userOf = () => undefined, ...options }: BandoProxyOptions,
  ) {
    this.#proxy = createProxy(client, {
      ...options,
      userOf: (request) => userOf(this.#users.get(request) ?? { headers: {} }),
    })
  }

  /** Answers `request`, which Nest has as `original`. */
  answer(request: Request, original: FrameworkRequest): Promise<Response> {
    this.#users.set(request, original)
    return this.#proxy(request)
  }
}
