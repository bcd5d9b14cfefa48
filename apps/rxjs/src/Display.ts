import type { BandoState } from '@bando/core'

/** Where a run shows how far it is. */
export interface Display {
  /** Called after each answer, and whenever something else changed. */
  show(served: number, state: BandoState): void
}
