import type { BandoError } from '@bando/core'
import { isBandoError } from '@bando/core'
import type { ArgumentsHost } from '@nestjs/common'
import { Catch, HttpStatus } from '@nestjs/common'
import { BaseExceptionFilter } from '@nestjs/core'

interface Reply {
  readonly status: number
  readonly title: string
}

/** Every error of the core, whichever copy of the package it comes from. Nest asks with `instanceof`. */
class AnyBandoError extends Error {
  static override [Symbol.hasInstance](exception: unknown): boolean {
    return isBandoError(exception)
  }
}

/**
 * Answers your own HTTP callers when Bando could not be asked: a spent budget is a 429, an account that is refused a 503, no
 * answer a 502 or 504; with `Retry-After` where the time is known, and problem details (RFC 9457) that say nothing of your
 * account. All other exceptions go on to your other filters. Register it with
 * `app.useGlobalFilters(new BandoExceptionFilter(app.getHttpAdapter()))`, or as `APP_FILTER`.
 * @publicApi
 */
@Catch(AnyBandoError)
export class BandoExceptionFilter extends BaseExceptionFilter<BandoError> {
  override catch(exception: BandoError, host: ArgumentsHost): void {
    const adapter = this.applicationRef ?? this.httpAdapterHost?.httpAdapter
    // Other transports have no status, and handle exceptions their own way.
    if (host.getType() !== 'http' || !adapter) throw exception
    const response: unknown = host.getArgByIndex(1)
    if (adapter.isHeadersSent(response)) {
      adapter.end(response)
      return
    }
    const { status, title } = replyTo(exception)
    adapter.setHeader(response, 'content-type', 'application/problem+json')
    const { retryAt } = exception
    if (retryAt !== undefined) adapter.setHeader(response, 'retry-after', secondsUntil(retryAt))
    adapter.reply(response, { type: 'about:blank', title, status }, status)
  }
}

/** `Retry-After` is in whole seconds (RFC 9110, section 10.2.3), and 0 would ask for a storm. */
function secondsUntil(at: number): string {
  return String(Math.max(1, Math.ceil((at - Date.now()) / 1000)))
}

function replyTo({ code }: BandoError): Reply {
  switch (code) {
    case 'limit':
      return { status: HttpStatus.TOO_MANY_REQUESTS, title: 'Too many requests for now.' }
    case 'rejected':
    case 'locked':
    case 'token':
    case 'store':
    case 'closed':
      return { status: HttpStatus.SERVICE_UNAVAILABLE, title: 'A service we need is not available for now.' }
    case 'timeout':
      return { status: HttpStatus.GATEWAY_TIMEOUT, title: 'A service we need did not answer in time.' }
    case 'network':
    case 'http':
    case 'forbidden':
    case 'body':
    case 'schema':
    case 'redirect':
      return { status: HttpStatus.BAD_GATEWAY, title: 'A service we need gave no good answer.' }
    case 'config':
      return { status: HttpStatus.INTERNAL_SERVER_ERROR, title: 'Something is wrong on our side.' }
  }
}
