/** Returns `baseMs`, doubled for each time that it did not help before, and at most `maxMs`. */
export function backoffMs(
  timesBefore: number,
  { baseMs, maxMs }: { readonly baseMs: number; readonly maxMs: number },
): number {
  return Math.min(maxMs, baseMs * 2 ** timesBefore)
}
