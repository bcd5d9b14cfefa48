/** The part of zone.js that is used here. */
interface Zone {
  readonly parent: Zone | null
  getZoneWith(key: string): Zone | null
  run<Result>(callback: () => Result): Result
}

/**
 * Calls `setTimer` outside Angular's zone, so that a timer which no call waits for does not keep
 * the app from being stable.
 */
export function outsideAngular<Timer>(setTimer: () => Timer): Timer {
  const current = (globalThis as { readonly Zone?: { readonly current: Zone } }).Zone?.current
  const outer = current?.getZoneWith('isAngularZone')?.parent
  return outer ? outer.run(setTimer) : setTimer()
}
