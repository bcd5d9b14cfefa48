import type { DynamicModule } from '@nestjs/common'
import { Module } from '@nestjs/common'
import { BandoModule } from '../bando.module.ts'
import type { BandoTestingOptions } from './testing-options.ts'
import { optionsWithMock } from './testing-options.ts'

/** The injection token of the mock of `BandoTestingModule`. @publicApi */
export const BANDO_MOCK = Symbol('BANDO_MOCK')

/**
 * `BandoModule` with the API as a mock inside, without a socket, for `Test.createTestingModule`. It
 * is global, so that modules under test find `BandoService` as they do in the application.
 * @example Test.createTestingModule({ imports: [BandoTestingModule.forRoot(), ShopModule] })
 * @publicApi
 */
@Module({})
export class BandoTestingModule {
  static forRoot({ name, ...testing }: BandoTestingOptions & { readonly name?: string } = {}): DynamicModule {
    const { mock, options } = optionsWithMock(testing)
    const bandoModule = BandoModule.forRoot({ ...options, name, isGlobal: true })
    return {
      module: BandoTestingModule,
      global: true,
      imports: [bandoModule],
      providers: [{ provide: BANDO_MOCK, useValue: mock }],
      exports: [bandoModule, BANDO_MOCK],
    }
  }
}
