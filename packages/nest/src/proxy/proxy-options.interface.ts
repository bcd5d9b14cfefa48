import type { ProxyOptions } from '@bando/core/proxy'
import type { CanActivate, ModuleMetadata, Type } from '@nestjs/common'

/** A request of the framework, as guards leave it: with the `user` that they found, for example. */
export interface FrameworkRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  // oxlint-disable-next-line typescript/no-explicit-any -- guards and middleware add any type
  readonly [name: string]: any
}

/** What `BandoProxyModule` takes beside its routes: the options of the core's `createProxy`. */
export interface BandoProxyOptions extends Omit<ProxyOptions, 'basePath' | 'userOf' | 'check'> {
  /** Names the user of a request. Users take turns. @defaultValue all requests are of one user */
  readonly userOf?:
    | ((request: FrameworkRequest) => string | undefined | Promise<string | undefined>)
    | undefined
}

/** The route of the proxy in the application. */
export interface BandoProxyRoute {
  /**
   * Path of the proxy's controller, such as `'bando'`. A global prefix and the version come before
   * it.
   */
  readonly path: string
  /** Version of the controller, if the application has versions. @defaultValue none */
  readonly version?: string | undefined
  /** Guards of the controller, beside those of the whole application. */
  readonly guards?: readonly (Type<CanActivate> | CanActivate)[] | undefined
  /** Name of the account whose client sends. @defaultValue the unnamed one */
  readonly name?: string | undefined
  /**
   * Modules that provide what the proxy needs: `BandoModule` if it is not global, and the modules
   * of guards.
   */
  readonly imports?: ModuleMetadata['imports']
}

/** `BandoProxyModule.forRootAsync` takes its options from a factory. */
export interface BandoProxyAsyncOptions extends BandoProxyRoute {
  readonly inject?: readonly (string | symbol | Type)[] | undefined
  // oxlint-disable-next-line typescript/no-explicit-any -- as in Nest's own factories
  readonly useFactory: (...injected: any[]) => BandoProxyOptions | Promise<BandoProxyOptions>
}
