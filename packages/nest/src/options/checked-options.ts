import { BandoConfigError } from '@bando/core'
import type { BandoModuleOptions } from '../interfaces/bando-module-options.interface.ts'

/** Returns the options that a factory made. @throws BandoConfigError if it made none */
export function checkedOptions(options: BandoModuleOptions | null | undefined): BandoModuleOptions {
  if (typeof options === 'object' && options !== null) return options
  throw new BandoConfigError(
    `The factory returned ${String(options)}. Return an object: useFactory: () => ({ token }).`,
  )
}
