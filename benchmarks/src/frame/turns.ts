import type { Effort, MeasuredInTurns, Sample, TurnTaker } from './Benchmark.ts'

/** How many turns each candidate has in a round. */
export const turnsPerRound = 10

export interface TurnsOptions {
  readonly effort: Effort
  /** Called after each start, and after each turn of all. */
  readonly onStep: (step: string) => void
}

/** Starts all candidates, and measures each of them for a moment, `turnsPerRound` times. */
export async function takeTurns(
  candidates: readonly MeasuredInTurns[],
  { effort, onStep }: TurnsOptions,
): Promise<Map<MeasuredInTurns, Sample>> {
  await using disposables = new AsyncDisposableStack()
  const takers = new Map<MeasuredInTurns, TurnTaker>()
  for (const candidate of candidates) {
    takers.set(candidate, disposables.use(await candidate.start(effort)))
    onStep(`${candidate.name} has started`)
  }
  const found = new Map<MeasuredInTurns, Sample>()
  if (takers.size === 0) return found
  for (let turn = 1; turn <= turnsPerRound; turn += 1) {
    for (const [candidate, taker] of takers) found.set(candidate, await taker.turn())
    onStep(`turn ${turn} of ${turnsPerRound}`)
  }
  return found
}
