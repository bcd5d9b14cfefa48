import type { ModuleMetadata, Provider } from '@nestjs/common'
import { ConfigurableModuleBuilder } from '@nestjs/common'
import { BANDO_MODULE_OPTIONS } from './bando.constants.ts'
import { bandoProviders } from './bando.providers.ts'
import type { BandoModuleOptions } from './interfaces/bando-module-options.interface.ts'

interface Extras {
  /** Whether every module may inject it without importing it. @defaultValue false */
  readonly isGlobal?: boolean | undefined
  /** Name of the account, if the application has several: `@InjectBando(name)`. */
  readonly name?: string | undefined
  /**
   * Modules whose providers are needed: an `HttpModule`, whose agents and proxy then apply, or
   * those that `inject` names.
   */
  readonly imports?: ModuleMetadata['imports']
  /** Providers that `inject` names. */
  readonly extraProviders?: Provider[] | undefined
}

const extras: Extras = { isGlobal: false, name: undefined, imports: undefined, extraProviders: undefined }

export const { ConfigurableModuleClass } = new ConfigurableModuleBuilder<BandoModuleOptions>({
  optionsInjectionToken: BANDO_MODULE_OPTIONS,
})
  .setClassMethodName('forRoot')
  .setFactoryMethodName('createBandoOptions')
  .setExtras<Extras>(extras, (definition, { isGlobal = false, name, imports, extraProviders = [] }) => {
    const { provided, exported } = bandoProviders(name)
    return {
      ...definition,
      global: isGlobal,
      imports: definition.imports ?? imports ?? [],
      providers: [...(definition.providers ?? []), ...extraProviders, ...provided],
      exports: exported,
    }
  })
  .build()
