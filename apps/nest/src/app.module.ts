import type { BandoModuleOptions } from '@bando/nest'
import { BandoModule } from '@bando/nest'
import type { DynamicModule } from '@nestjs/common'
import { Module } from '@nestjs/common'
import { CoolnessController } from './coolness.controller.ts'

@Module({})
export class AppModule {
  static with(bando: BandoModuleOptions): DynamicModule {
    return { module: AppModule, imports: [BandoModule.forRoot(bando)], controllers: [CoolnessController] }
  }
}
