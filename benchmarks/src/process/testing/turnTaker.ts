import { input, takeTurns } from '../worker.ts'

// Counts its turns, and fails in the one that it is told.
const { failsAt = Infinity } = input as { failsAt?: number }
let turns = 0
await takeTurns(async () => {
  turns += 1
  if (turns === failsAt) throw new Error('as it was told')
  return { turns, pid: process.pid }
})
