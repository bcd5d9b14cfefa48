import type { BandoErrorCode, CredentialStatus } from '@bando/core'
import type { BandoService } from './bando.service.ts'
import type { LastError } from './lifecycle/call-tracker.ts'

/** What `@nestjs/terminus` is told. Instants are ISO 8601. @publicApi */
export interface BandoHealth {
  readonly status: 'up' | 'down'
  readonly auth: CredentialStatus
  /** Since when the token has that status. */
  readonly since: string
  /** Until when it holds, if that is known. */
  readonly until?: string
  /** Permits that are left. */
  readonly remaining: number
  /** When the last permit that is held comes free. */
  readonly resetsAt?: string
  /** Calls in the queue. */
  readonly waiting: number
  /** How the last call that failed did so. */
  readonly lastError?: BandoLastError
}

/** How a call failed. @publicApi */
export interface BandoLastError {
  readonly code: BandoErrorCode
  /** The HTTP status, if a response came. */
  readonly status?: number
  readonly at: string
}

/**
 * Tells `@nestjs/terminus` 11 or later how the client is, without a request: down while the token
 * is rejected or locked out.
 * @example this.health.check([() => this.bando.isHealthy('bando')])
 * @publicApi
 */
export class BandoHealthIndicator {
  readonly #bando: BandoService

  constructor(bando: BandoService) {
    this.#bando = bando
  }

  /** Returns what a health check of terminus takes. */
  isHealthy<Key extends string = 'bando'>(key?: Key): Record<Key, BandoHealth> {
    return { [key ?? 'bando']: this.#look() } as Record<Key, BandoHealth>
  }

  #look(): BandoHealth {
    const { state, authSince, calls } = this.#bando
    const { status: auth, until } = state.auth
    const { remaining, resetsAt } = state.limit
    return {
      status: auth === 'rejected' || auth === 'locked' ? 'down' : 'up',
      auth,
      since: iso(authSince),
      ...(until !== undefined && Number.isFinite(until) && { until: iso(until) }),
      remaining,
      ...(resetsAt !== undefined && { resetsAt: iso(resetsAt) }),
      waiting: state.queue.waiting,
      ...(calls.lastError && { lastError: shown(calls.lastError) }),
    }
  }
}

function shown({ code, status, at }: LastError): BandoLastError {
  return { code, ...(status !== undefined && { status }), at: iso(at) }
}

function iso(epoch: number): string {
  return new Date(epoch).toISOString()
}
