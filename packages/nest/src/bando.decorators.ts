import { Inject } from '@nestjs/common'
import { getBandoToken } from './bando.constants.ts'

/** Injects the `BandoService` of the account of that `name`. @publicApi */
export function InjectBando(name?: string): PropertyDecorator & ParameterDecorator {
  return Inject(getBandoToken(name))
}
