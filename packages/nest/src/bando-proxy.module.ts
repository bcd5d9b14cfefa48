import type { DynamicModule, NestModule, Provider, Type } from '@nestjs/common'
import * as common from '@nestjs/common'
import { All, Inject, Module } from '@nestjs/common'
import { HttpAdapterHost } from '@nestjs/core'
import type {
  BandoProxyAsyncOptions,
  BandoProxyOptions,
  BandoProxyRoute,
} from './proxy/proxy-options.interface.ts'
import type { ProxyController } from './proxy/proxy-controller.ts'
import { BANDO_PROXY_OPTIONS, proxyController } from './proxy/proxy-controller.ts'

const PROXY_CONTROLLER = Symbol('PROXY_CONTROLLER')

/** Express 5 names its wildcards, Express 4 and Fastify cannot. `ParseDatePipe` came with Nest 11, as Express 5 did. */
const hasNamedWildcards = 'ParseDatePipe' in common

/**
 * Calls the API for the pages of an application: it holds the token, allows only what is listed, and shares the budget among the
 * users in turns. Its route is a controller's, under Express and Fastify.
 * @example BandoProxyModule.forRoot({ path: 'bando', allow: ['GET /api/v1/products/grouped/'], userOf: ({ user }) => user.id })
 * @publicApi
 */
@Module({})
export class BandoProxyModule implements NestModule {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(PROXY_CONTROLLER) private readonly controller: Type<ProxyController>,
  ) {}

  /** Gives the controller its route, once it is known which framework reads it and before it does. */
  configure(): void {
    const isExpress = this.host.httpAdapter?.getType() === 'express'
    const { prototype } = this.controller as { prototype: ProxyController }
    const handle = Object.getOwnPropertyDescriptor(prototype, 'handle') as PropertyDescriptor
    All(isExpress && hasNamedWildcards ? '*path' : '*')(prototype, 'handle', handle)
  }

  /** Takes the options as they are. @throws BandoConfigError at start-up naming the option that cannot work */
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
  return {
    module: BandoProxyModule,
    imports: route.imports ?? [],
    controllers: [controller],
    providers: [options, { provide: PROXY_CONTROLLER, useValue: controller }],
  }
}
