/** The last power of two that is finite: 0 times the next one is not a number. */
const mostDoublings = 1023

/** Returns `baseMs`, doubled for each time that it did not help before, and at most `maxMs`. */
export function backoffMs(
  timesBefore: number,
  { baseMs, maxMs }: { readonly baseMs: number; readonly maxMs: number },
): number {
  return Math.min(maxMs, baseMs * 2 ** Math.min(timesBefore, mostDoublings))
}
