/** An instant as it is shared; `undefined`: never. */
export function finite(instant: number): number | undefined {
  return Number.isFinite(instant) ? instant : undefined
}
