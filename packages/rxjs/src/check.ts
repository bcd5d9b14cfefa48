import { BandoConfigError } from '@bando/core'

/** Refuses an option that is not fine. @throws BandoConfigError */
export function check(name: string, found: unknown, isFine: boolean, needs: string): void {
  if (!isFine) throw new BandoConfigError(`${name}: needs ${needs}. Found "${String(found)}".`)
}
