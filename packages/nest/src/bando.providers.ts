import { BandoConfigError, isBandoError } from '@bando/core'
import { HttpService } from '@nestjs/axios'
import type { FactoryProvider, InjectionToken, Provider } from '@nestjs/common'
import { BANDO_MODULE_NAME, BANDO_MODULE_OPTIONS, getBandoToken } from './bando.constants.ts'
import { BandoHealthIndicator } from './bando.health.ts'
import { BandoHttpService } from './bando-http.service.ts'
import { BandoService } from './bando.service.ts'
import { BandoTenants } from './bando.tenants.ts'
import type { BandoModuleOptions } from './interfaces/bando-module-options.interface.ts'
import { checkedOptions } from './options/checked-options.ts'

/** The application's own HttpService, if the module's imports or a global HttpModule have one. */
const http = { token: HttpService, optional: true }

/** Returns what a `BandoModule` of that name provides, and the tokens that it exports. */
export function bandoProviders(name: string | undefined): {
  provided: Provider[]
  exported: InjectionToken[]
} {
  const service = getBandoToken(name)
  const factories: FactoryProvider[] = [
    {
      provide: service,
      useFactory: (options: BandoModuleOptions, http?: HttpService) =>
        named(name, () => new BandoService(checkedOptions(options), http)),
      inject: [BANDO_MODULE_OPTIONS, http],
    },
    {
      provide: getBandoToken(name, BandoHttpService),
      useFactory: (bando: BandoService, options: BandoModuleOptions) => new BandoHttpService(bando, options),
      inject: [service, BANDO_MODULE_OPTIONS],
    },
    {
      provide: getBandoToken(name, BandoTenants),
      useFactory: (options: BandoModuleOptions, http?: HttpService) => new BandoTenants(options, http),
      inject: [BANDO_MODULE_OPTIONS, http],
    },
    {
      provide: getBandoToken(name, BandoHealthIndicator),
      useFactory: (bando: BandoService) => new BandoHealthIndicator(bando),
      inject: [service],
    },
  ]
  return {
    provided: [{ provide: BANDO_MODULE_NAME, useValue: name ?? '' }, ...factories],
    exported: factories.map(({ provide }) => provide),
  }
}

/** Says of which account an option cannot work. */
function named(name: string | undefined, create: () => BandoService): BandoService {
  try {
    return create()
  } catch (error) {
    if (!isBandoError(error, 'config')) throw error
    const account = name === undefined ? '' : ` of the account ${JSON.stringify(name)}`
    throw new BandoConfigError(`The options of BandoModule${account} cannot work. ${error.message}`, error)
  }
}
