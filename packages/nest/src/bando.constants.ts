import { BandoService } from './bando.service.ts'

/** The injection token of what `forRoot` was given. @publicApi */
export const BANDO_MODULE_OPTIONS = Symbol('BANDO_MODULE_OPTIONS')

/** The injection token of the account of that `name`; of the only one without. @publicApi */
export function getBandoToken(name?: string): typeof BandoService | string {
  return name === undefined ? BandoService : `BandoService:${name}`
}
