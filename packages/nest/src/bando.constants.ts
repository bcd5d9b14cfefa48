import type { Type } from '@nestjs/common'
import { BandoService } from './bando.service.ts'

/** The injection token of what `forRoot` was given. @publicApi */
export const BANDO_MODULE_OPTIONS = Symbol('BANDO_MODULE_OPTIONS')

/** The injection token of the name that `forRoot` was given. */
export const BANDO_MODULE_NAME = Symbol('BANDO_MODULE_NAME')

/**
 * Returns the injection token of a provider of `BandoModule`, by the name of its account.
 * @example
 * const inject = [getBandoToken('second')]
 * const shop = { provide: Shop, useFactory: (bando) => new Shop(bando), inject }
 * @publicApi
 */
export function getBandoToken<Provider = BandoService>(
  name?: string,
  provider: Type<Provider> = BandoService as unknown as Type<Provider>,
): Type<Provider> | string {
  return name === undefined ? provider : `${provider.name}:${name}`
}
