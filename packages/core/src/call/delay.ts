import type { CallState } from './CallState.ts'
import type { Session } from './Session.ts'

/** Waits `delayMs`, unless the caller leaves first. */
export async function delay(
  { clock, aborts }: Session,
  { terms }: CallState,
  delayMs: number,
): Promise<void> {
  let cancel: (() => void) | undefined
  const elapsed = new Promise<void>((resolve) => {
    cancel = clock.schedule(resolve, delayMs, { keepAlive: true })
  })
  await aborts.race(elapsed, terms.signals, () => cancel?.())
}
