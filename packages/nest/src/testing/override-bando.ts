import { BANDO_MODULE_OPTIONS } from '../bando.constants.ts'
import type { BandoTestingOptions } from './testing-options.ts'
import { optionsWithMock } from './testing-options.ts'

/** The part of Nest's `TestingModuleBuilder` that is used here. */
interface Overridable<Builder> {
  overrideProvider(token: symbol): { useValue(value: unknown): Builder }
}

/**
 * Lets every `BandoModule` of an application under test call a mock, in place of the options that
 * it was given.
 * @example overrideBando(Test.createTestingModule({ imports: [AppModule] }), { mock })
 * @publicApi
 */
export function overrideBando<Builder>(
  builder: Overridable<Builder>,
  options: BandoTestingOptions = {},
): Builder {
  return builder.overrideProvider(BANDO_MODULE_OPTIONS).useValue(optionsWithMock(options).options)
}
