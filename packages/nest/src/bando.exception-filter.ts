import type { BandoError } from '@bando/core'
import { isBandoError } from '@bando/core'
import type { ArgumentsHost } from '@nestjs/common'
import { Catch, HttpStatus } from '@nestjs/common'
import { BaseExceptionFilter } from '@nestjs/core'

interface Reply {
  readonly status: number
  readonly title: string
}

/**
 * Answers your own callers when Bando could not be asked: a spent budget is a 429, an account that is refused a 503, no
 * answer a 502 or 504; with `Retry-After` where the time is known, and problem details (RFC 9457) that say nothing of your
 * account. Register it with `app.useGlobalFilters(new BandoExceptionFilter(app.getHttpAdapter()))` or `APP_FILTER`.
 * @publicApi
 */
@Catch()
export class BandoExceptionFilter extends BaseExceptionFilter {
  override catch(exception: unknown, host: ArgumentsHost): void {
    const adapter = this.applicationRef ?? this.httpAdapterHost?.httpAdapter
    if (!isBandoError(exception) || !adapter) {
      // Nest's own method of that name, and no promise's.
      // oxlint-disable-next-line promise/valid-params
      super.catch(exception, host)
      return
    }
    const response: unknown = host.switchToHttp().getResponse()
    const { status, title } = replyTo(exception)
    adapter.setHeader(response, 'content-type', 'application/problem+json')
    if (exception.retryAt !== undefined) {
      adapter.setHeader(
        response,
        'retry-after',
        String(Math.max(1, Math.ceil((exception.retryAt - Date.now()) / 1000))),
      )
    }
    adapter.reply(response, { type: 'about:blank', title, status }, status)
  }
}

function replyTo({ code }: BandoError): Reply {
  switch (code) {
    case 'limit':
      return { status: HttpStatus.TOO_MANY_REQUESTS, title: 'Too many requests for now.' }
    case 'rejected':
    case 'locked':
    case 'token':
    case 'closed':
      return { status: HttpStatus.SERVICE_UNAVAILABLE, title: 'A service we need is not available for now.' }
    case 'timeout':
      return { status: HttpStatus.GATEWAY_TIMEOUT, title: 'A service we need did not answer in time.' }
    case 'network':
    case 'http':
    case 'forbidden':
    case 'body':
    case 'redirect':
      return { status: HttpStatus.BAD_GATEWAY, title: 'A service we need gave no good answer.' }
    case 'config':
      return { status: HttpStatus.INTERNAL_SERVER_ERROR, title: 'Something is wrong on our side.' }
  }
}
