import type { ServerResponse } from 'node:http'
import type { CanActivate, Type } from '@nestjs/common'
import { Controller, Inject, Req, Res, UseGuards } from '@nestjs/common'
import { ApplicationConfig } from '@nestjs/core'
import { PagesProxy } from './pages-proxy.ts'
import type { BandoProxyRoute, FrameworkRequest } from './proxy-options.interface.ts'
import type { NodeResponse } from './send-web-response.ts'
import { sendWebResponse } from './send-web-response.ts'
import type { NodeRequest } from './to-web-request.ts'
import { toWebRequest } from './to-web-request.ts'

/** What answers every request below the proxy's path. */
export interface ProxyController {
  handle(request: unknown, response: unknown): Promise<void>
}

/**
 * Makes the controller of one proxy. Prefixes, versions, guards and filters apply to it as to any
 * other controller.
 */
export function proxyController({ path, version, guards = [] }: BandoProxyRoute): Type<ProxyController> {
  const mount = `/${path.replace(/^\/|\/$/g, '')}/`

  @Controller({ path, ...(version === undefined ? {} : { version }) })
  @UseGuards(...(guards as (Type<CanActivate> | CanActivate)[]))
  class BandoProxyController implements ProxyController {
    constructor(
      @Inject(PagesProxy) private readonly proxy: PagesProxy,
      @Inject(ApplicationConfig) private readonly config: ApplicationConfig,
    ) {}

    /** `BandoProxyModule` gives it its route. */
    async handle(
      @Req() request: NodeRequest &
        FrameworkRequest & { readonly originalUrl?: string; readonly url: string },
      @Res() response: NodeResponse,
    ): Promise<void> {
      const gone = new AbortController()
      const node = response.raw ?? (response as unknown as ServerResponse)
      node.once('close', () => gone.abort())
      const webRequest = toWebRequest(
        request,
        this.#pathBelow(request.originalUrl ?? request.url),
        gone.signal,
      )
      await sendWebResponse(await this.proxy.answer(webRequest, request), response)
    }

    /**
     * Returns the path below the mount, with its query. Returns `/`, which no list allows, if the
     * URL is not below the mount.
     */
    #pathBelow(url: string): string {
      const prefix = this.config.getGlobalPrefix()
      const index = url.indexOf(mount, prefix === '' ? 0 : prefix.length)
      return index < 0 ? '/' : url.slice(index + mount.length - 1)
    }
  }
  return BandoProxyController
}
