import type { ArgumentsHost, HttpServer } from '@nestjs/common'
import { Catch } from '@nestjs/common'
import { BaseExceptionFilter } from '@nestjs/core'
import { throwError } from 'rxjs'
import { graphqlRefusal } from './exceptions/graphql-refusal.ts'
import { sendRefusal } from './exceptions/http-refusal.ts'
import { emitRefusal, messageRefusal } from './exceptions/message-refusal.ts'
import { isBandoFailure, refusalOf } from './exceptions/refusal.ts'

/**
 * Every failure of a call of Bando, whichever copy of a package it comes from. Nest asks with
 * `instanceof`.
 */
class AnyBandoFailure extends Error {
  static override [Symbol.hasInstance](exception: unknown): boolean {
    return isBandoFailure(exception)
  }
}

/**
 * Tells an application's own callers that a call of Bando failed, in words that say nothing of the
 * application's account. HTTP callers get a 429 for a spent budget, a 503 for an account that is
 * refused, a 502 or a 504 for no response, with `Retry-After` and problem details (RFC 9457). RPC
 * and WebSocket callers get an exception, GraphQL callers an error, with the same status. Other
 * exceptions go on to other filters and to Nest.
 * @example { provide: APP_FILTER, useClass: BandoExceptionFilter }
 * @publicApi
 */
@Catch(AnyBandoFailure)
export class BandoExceptionFilter extends BaseExceptionFilter {
  override catch(exception: unknown, host: ArgumentsHost): unknown {
    const refusal = refusalOf(exception)
    switch (host.getType<'http' | 'rpc' | 'ws' | 'graphql'>()) {
      case 'http':
        return sendRefusal(this.#adapter(), host.getArgByIndex(1), refusal)
      case 'rpc':
        return throwError(() => messageRefusal(refusal))
      case 'ws':
        return emitRefusal(host.switchToWs().getClient(), refusal)
      case 'graphql':
        return graphqlRefusal(refusal)
      default:
        throw exception
    }
  }

  /** None if the filter was made by hand without one. */
  #adapter(): HttpServer | undefined {
    return this.applicationRef ?? this.httpAdapterHost?.httpAdapter
  }
}
