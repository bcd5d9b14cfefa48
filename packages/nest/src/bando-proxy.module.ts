import { BandoConfigError } from '@bando/core'
import type { DynamicModule, NestModule, OnModuleInit, Provider, Type } from '@nestjs/common'
import * as common from '@nestjs/common'
import { All, Inject, Module, Scope } from '@nestjs/common'
import { HttpAdapterHost, ModuleRef } from '@nestjs/core'
import { getBandoToken } from './bando.constants.ts'
import type { BandoService } from './bando.service.ts'
import { PagesProxy } from './proxy/pages-proxy.ts'
import type {
  BandoProxyAsyncOptions,
  BandoProxyOptions,
  BandoProxyRoute,
} from './proxy/proxy-options.interface.ts'
import type { ProxyController } from './proxy/proxy-controller.ts'
import { proxyController } from './proxy/proxy-controller.ts'

const BANDO_PROXY_OPTIONS = Symbol('BANDO_PROXY_OPTIONS')
const PROXY_CONTROLLER = Symbol('PROXY_CONTROLLER')

/**
 * Whether Express names its wildcards: Express 5 must, Express 4 and Fastify cannot. Nest 11
 * brought `ParseDatePipe` and Express 5.
 */
const hasNamedWildcards = 'ParseDatePipe' in common

/**
 * Calls the API for the pages of an application. It holds the token, allows only the listed
 * requests, and lets the users take turns. It works under Express and Fastify.
 * @example
 * BandoProxyModule.forRoot({
 *   path: 'bando',
 *   allow: ['GET /api/v1/products/grouped/'],
 *   userOf: ({ user }) => user.id,
 * })
 * @publicApi
 */
@Module({})
export class BandoProxyModule implements NestModule, OnModuleInit {
  constructor(
    @Inject(ModuleRef) private readonly moduleRef: ModuleRef,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(PROXY_CONTROLLER) private readonly controller: Type<ProxyController>,
  ) {}

  /** @throws BandoConfigError if the options are made for each request */
  onModuleInit(): void {
    if (this.moduleRef.introspect(PagesProxy).scope === Scope.DEFAULT) return
    throw new BandoConfigError(
      'The options of BandoProxyModule are request-scoped, so no user would be counted. Make them once, and name the user of a request in `userOf`.',
    )
  }

  /** Sets the controller's route. Nest knows the framework by now, and has not read routes yet. */
  configure(): void {
    const isExpress = this.host.httpAdapter?.getType() === 'express'
    const { prototype } = this.controller as { prototype: ProxyController }
    const handle = Object.getOwnPropertyDescriptor(prototype, 'handle') as PropertyDescriptor
    All(isExpress && hasNamedWildcards ? '*path' : '*')(prototype, 'handle', handle)
  }

  /**
   * Takes the options as they are.
   * @throws BandoConfigError at start-up if an option is invalid
   */
  static forRoot({
    path,
    version,
    guards,
    name,
    imports,
    ...options
  }: BandoProxyRoute & BandoProxyOptions): DynamicModule {
    return proxyModule(
      { path, version, guards, name, imports },
      { provide: BANDO_PROXY_OPTIONS, useValue: options },
    )
  }

  /** Takes the options from a factory; the route itself has to be known before. */
  static forRootAsync({ inject = [], useFactory, ...route }: BandoProxyAsyncOptions): DynamicModule {
    return proxyModule(route, { provide: BANDO_PROXY_OPTIONS, inject: [...inject], useFactory })
  }
}

function proxyModule(route: BandoProxyRoute, options: Provider): DynamicModule {
  const controller = proxyController(route)
  const proxy: Provider = {
    provide: PagesProxy,
    useFactory: (bando: BandoService, options: BandoProxyOptions) => new PagesProxy(bando, options),
    inject: [getBandoToken(route.name), BANDO_PROXY_OPTIONS],
  }
  return {
    module: BandoProxyModule,
    imports: route.imports ?? [],
    controllers: [controller],
    providers: [options, proxy, { provide: PROXY_CONTROLLER, useValue: controller }],
  }
}
