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
export class BandoProxyModule implements NestModule {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(PROXY_CONTROLLER) private readonly controller: Type<ProxyController>,
  ) {}

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
  return {
    module: BandoProxyModule,
    imports: route.imports ?? [],
    controllers: [controller],
    providers: [options, { provide: PROXY_CONTROLLER, useValue: controller }],
  }
}
