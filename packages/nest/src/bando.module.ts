import { BandoConfigError } from '@bando/core'
import type { OnModuleInit } from '@nestjs/common'
import { Inject, Module, Optional, Scope } from '@nestjs/common'
import { ModuleRef } from '@nestjs/core'
import { BANDO_MODULE_NAME, getBandoToken } from './bando.constants.ts'
import { ConfigurableModuleClass } from './bando.module-definition.ts'

/**
 * The Bando API in a Nest application: import it once, with `forRoot(options)` or `forRootAsync({
 * imports, inject, useFactory | useClass | useExisting, extraProviders })`, and inject
 * `BandoService`. `isGlobal` and `name` go beside the options.
 * @publicApi
 */
@Module({})
export class BandoModule extends ConfigurableModuleClass implements OnModuleInit {
  constructor(
    // Another copy of `@nestjs/core` than the application's has none to give.
    @Optional() @Inject(ModuleRef) private readonly moduleRef: ModuleRef | undefined,
    @Inject(BANDO_MODULE_NAME) private readonly name: string,
  ) {
    super()
  }

  /** @throws BandoConfigError if the options are made for each request */
  onModuleInit(): void {
    const token = getBandoToken(this.name === '' ? undefined : this.name)
    const scope = this.moduleRef?.introspect(token).scope ?? Scope.DEFAULT
    if (scope === Scope.DEFAULT) return
    throw new BandoConfigError(
      'The options of BandoModule are request-scoped, so each request would make a client that is never closed. Inject BandoTenants, and call `tenants.get(token)` with the token of the request.',
    )
  }
}
