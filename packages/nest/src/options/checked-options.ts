import { BandoConfigError } from '@bando/core'
import { Logger } from '@nestjs/common'
import type { BandoModuleOptions } from '../interfaces/bando-module-options.interface.ts'

const logger = new Logger('Bando')

/** Returns the options that a factory made. Warns of a token that is missing by mistake. @throws BandoConfigError if there are none */
export function checkedOptions(options: BandoModuleOptions | null | undefined): BandoModuleOptions {
  if (typeof options !== 'object' || options === null) {
    throw new BandoConfigError(
      `The factory returned ${String(options)}. Return an object: useFactory: () => ({ token }).`,
    )
  }
  // An environment variable that is read before its file is: the calls would be anonymous, and nothing would say so.
  if ('token' in options && options.token === undefined) {
    logger.warn(
      'The option token is undefined, so every call is anonymous. Pass tokenFromEnv(name) of @bando/core/node, use forRootAsync with ConfigService, or leave token out.',
    )
  }
  return options
}
