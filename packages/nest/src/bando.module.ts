import { Module } from '@nestjs/common'
import { ConfigurableModuleClass } from './bando.module-definition.ts'

/**
 * The Bando API in a Nest application: import it once, with `forRoot(options)` or `forRootAsync({ imports, inject, useFactory |
 * useClass | useExisting })`, and inject `BandoService`. `isGlobal` and `name` go beside the options.
 * @publicApi
 */
@Module({})
export class BandoModule extends ConfigurableModuleClass {}
