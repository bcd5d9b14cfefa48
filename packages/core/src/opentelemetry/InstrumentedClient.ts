import type { BandoState } from '../observe/BandoState.ts'
import type { BandoEventName, BandoEvents } from '../observe/events.ts'

/** As much of a client as is looked at. */
export interface InstrumentedClient {
  readonly baseUrl: string
  readonly state: BandoState
  on<Name extends BandoEventName>(name: Name, listener: (event: BandoEvents[Name]) => void): () => void
}
