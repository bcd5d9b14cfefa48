export { SharedMemory } from './SharedMemory.ts'
export { ManualClock } from './ManualClock.ts'
export { storeConformance } from './storeConformance.ts'
export { scriptedTransport } from './scriptedTransport.ts'

export type { StoreCase } from './storeConformance.ts'
export type { ScriptedRequest } from './scriptedTransport.ts'
