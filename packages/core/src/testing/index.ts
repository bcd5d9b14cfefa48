export { ManualClock } from './ManualClock.ts'
