import type { Bando, BandoOptions } from '@bando/core'

/** A level of Nest's `Logger`. @publicApi */
export type BandoLogLevel = 'error' | 'warn' | 'log' | 'debug'

/** Every option of `createBando`, and those of the module. @publicApi */
export interface BandoModuleOptions extends BandoOptions {
  /**
   * What Nest's `Logger` is told: `error` a rejected token and a lockout, `warn` a 429 and a long
   * wait, `log` retries and other waits, `debug` each request and response. Without effect if
   * `logger` is given.
   * @defaultValue ['error', 'warn']
   */
  readonly logLevels?: readonly BandoLogLevel[] | undefined
  /**
   * How long calls may go on when the application shuts down, in ms. Calls that are left then, and
   * calls that are known to wait longer, are refused with a `BandoClosedError`. 0 refuses all at
   * once.
   * @defaultValue 5_000
   */
  readonly shutdownTimeoutMs?: number | undefined
  /**
   * How long `BandoTenants` keeps a client that makes no call, in ms.
   * @defaultValue 600_000 (10 minutes)
   */
  readonly tenantIdleMs?: number | undefined
  /**
   * Called with each client that the module makes; returns how to stop at shutdown.
   * @example instrument: (client) => instrumentBando(client) // of @bando/core/opentelemetry
   */
  readonly instrument?: ((client: Bando) => () => void) | undefined
}

/** Makes the options, for `useClass` and `useExisting`. @publicApi */
export interface BandoOptionsFactory {
  createBandoOptions(): BandoModuleOptions | Promise<BandoModuleOptions>
}
