import { HttpModule, HttpService } from '@nestjs/axios'
import { ConfigurableModuleBuilder } from '@nestjs/common'
import { BANDO_MODULE_OPTIONS, getBandoToken } from './bando.constants.ts'
import { BandoService } from './bando.service.ts'
import type { BandoModuleOptions } from './interfaces/bando-module-options.interface.ts'

interface Extras {
  /** Whether every module may inject it without importing. @defaultValue false */
  readonly isGlobal?: boolean | undefined
  /** Tells several accounts in one application apart: `@InjectBando(name)`. */
  readonly name?: string | undefined
}

export const { ConfigurableModuleClass } = new ConfigurableModuleBuilder<BandoModuleOptions>({
  optionsInjectionToken: BANDO_MODULE_OPTIONS,
})
  .setClassMethodName('forRoot')
  .setFactoryMethodName('createBandoOptions')
  .setExtras<Extras>({ isGlobal: false, name: undefined }, (definition, { isGlobal = false, name }) => {
    const service = {
      provide: getBandoToken(name),
      useFactory: (options: BandoModuleOptions, http: HttpService) => new BandoService(options, http),
      inject: [BANDO_MODULE_OPTIONS, HttpService],
    }
    return {
      ...definition,
      global: isGlobal,
      // An axios instance of its own: the plain module has the one that all share, with what others put into it.
      imports: [...(definition.imports ?? []), HttpModule.register({})],
      providers: [...(definition.providers ?? []), service],
      exports: [service.provide],
    }
  })
  .build()
