import type { Sample } from '../frame/Benchmark.ts'

// Keeps the process alive until its parent has read everything and ends it.
process.on('message', () => {})

/** What `inFreshProcess` was told to hand to this worker. */
export const input: unknown = JSON.parse(process.argv[2] ?? '{}')

/** Reports some of the metrics. The parent ends the process once it has all of them. */
export function report(part: Sample): Promise<void> {
  return new Promise((resolve) => {
    if (process.send) process.send(part, () => resolve())
    // Started by hand.
    else resolve(console.log(part))
  })
}

/** Measures for a moment, and reports what it returns, whenever `startTurns` asks for a turn. */
export async function takeTurns(turn: () => Promise<Sample>): Promise<void> {
  process.on('message', () => {
    // A rejection ends the process, with its own words.
    void turn().then(report)
  })
  await report({})
}
