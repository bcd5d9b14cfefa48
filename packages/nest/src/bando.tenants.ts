import { createHash } from 'node:crypto'
import type { TokenSource } from '@bando/core'
import { BandoClosedError, BandoConfigError } from '@bando/core'
import type { HttpService } from '@nestjs/axios'
import type { BeforeApplicationShutdown, OnApplicationShutdown } from '@nestjs/common'
import { BandoService } from './bando.service.ts'
import type { BandoModuleOptions } from './interfaces/bando-module-options.interface.ts'
import { schedule } from './lifecycle/schedule.ts'
import { moduleSettings } from './options/module-settings.ts'

/** How often idle clients are looked for within `tenantIdleMs`. */
const looksPerIdleTime = 4

/** Which tenant a token belongs to. @publicApi */
export interface BandoTenantOptions {
  /**
   * Id of the tenant, so that a new token replaces the old one.
   * @defaultValue each token is a tenant
   */
  readonly tenant?: string | undefined
}

/**
 * One client for each tenant, with the options of the module and a token of its own. Ask for it
 * each time that it is needed: a client that makes no call for `tenantIdleMs` is closed.
 * @example tenants.get(tenant.bandoToken).get('/coolness')
 * @publicApi
 */
export class BandoTenants implements BeforeApplicationShutdown, OnApplicationShutdown {
  readonly #tenants = new Map<string, { readonly bando: BandoService; token: TokenSource }>()
  readonly #options: BandoModuleOptions
  readonly #http: Pick<HttpService, 'axiosRef'> | undefined
  readonly #idleMs: number
  #cancelLook: (() => void) | undefined
  #isClosed = false

  constructor(options: BandoModuleOptions = {}, http?: Pick<HttpService, 'axiosRef'>) {
    this.#options = options
    this.#http = http
    this.#idleMs = moduleSettings(options).tenantIdleMs
  }

  /** Number of clients that are open. */
  get size(): number {
    return this.#tenants.size
  }

  /**
   * Returns the client of a tenant. The first call makes it.
   * @throws BandoConfigError if the token cannot be one, or is a function and no `tenant` is given
   */
  get(token: TokenSource, options: BandoTenantOptions = {}): BandoService {
    const tenant = idOf(token, options)
    const known = this.#tenants.get(tenant) ?? this.#open(tenant, token)
    if (known.token !== token) {
      known.bando.setToken(token)
      known.token = token
    }
    known.bando.calls.touch()
    return known.bando
  }

  beforeApplicationShutdown(): void {
    for (const { bando } of this.#tenants.values()) bando.beforeApplicationShutdown()
  }

  async onApplicationShutdown(): Promise<void> {
    this.#isClosed = true
    this.#cancelLook?.()
    const tenants = Array.from(this.#tenants.values())
    this.#tenants.clear()
    await Promise.all(tenants.map(({ bando }) => bando.onApplicationShutdown()))
  }

  #open(tenant: string, token: TokenSource): { readonly bando: BandoService; token: TokenSource } {
    if (this.#isClosed) {
      const details = { sent: false, retryable: false, attempts: 0 }
      throw new BandoClosedError('BandoTenants was closed with the application.', details)
    }
    const opened = { bando: new BandoService({ ...this.#options, token }, this.#http), token }
    this.#tenants.set(tenant, opened)
    if (this.#tenants.size === 1) this.#lookLater()
    return opened
  }

  #lookLater(): void {
    this.#cancelLook?.()
    this.#cancelLook = schedule(
      this.#options.clock,
      () => {
        for (const [tenant, { bando }] of this.#tenants) {
          if (bando.calls.idleForMs < this.#idleMs) continue
          this.#tenants.delete(tenant)
          // A store that fails has nothing left to say to an idle client.
          bando.close().catch(() => {})
        }
        if (this.#tenants.size > 0) this.#lookLater()
      },
      this.#idleMs / looksPerIdleTime,
    )
  }
}

/**
 * Names the tenant: a hash of its token, if it has no id. Without a token the client would be
 * anonymous, and tenants without an id would use the tokens of each other.
 */
function idOf(token: TokenSource, { tenant }: BandoTenantOptions): string {
  const isText = typeof token === 'string'
  if (!isText && typeof token !== 'function') {
    const found = token === undefined || token === null ? String(token) : `a ${typeof token}`
    throw new BandoConfigError(
      `BandoTenants.get: needs the token of a tenant, as a text or a function. Found ${found}.`,
    )
  }
  if (tenant !== undefined) {
    if (typeof tenant === 'string' && tenant !== '') return tenant
    throw new BandoConfigError(
      `BandoTenants.get: tenant: needs an id, as a text that is not empty. Found ${JSON.stringify(tenant)}.`,
    )
  }
  if (isText) return createHash('sha256').update(token).digest('hex')
  throw new BandoConfigError(
    'BandoTenants.get: the token is a function. Say whose it is: tenants.get(token, { tenant: id }).',
  )
}
