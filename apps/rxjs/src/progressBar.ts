import { SingleBar } from 'cli-progress'
import { describe } from './describe.ts'
import type { Display } from './Display.ts'

/** A bar on a terminal; elsewhere, a plain line each second. */
export function progressBar(total: number): Display & { stop(): void } {
  const bar = new SingleBar({
    format: '{bar} {value}/{total}  {remaining} left in this window  {waits}',
    noTTYOutput: true,
    notTTYSchedule: 1000,
    hideCursor: true,
  })
  bar.start(total, 0, { remaining: '–', waits: 'connecting' })
  return {
    show: (served, state) => bar.update(served, { remaining: state.limit.remaining, waits: describe(state) }),
    stop: () => bar.stop(),
  }
}
