export { instrumentBando } from './instrumentBando.ts'

export type { InstrumentedClient } from './InstrumentedClient.ts'
export type { InstrumentOptions } from './instrumentBando.ts'
