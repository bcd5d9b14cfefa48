export { ManualClock } from './ManualClock.ts'
export { scriptedTransport } from './scriptedTransport.ts'

export type { ScriptedRequest } from './scriptedTransport.ts'
