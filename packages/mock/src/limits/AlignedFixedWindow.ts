import { FixedWindow } from './FixedWindow.ts'

/** A fixed window that ends on a whole multiple of its length (the full hour), for every caller alike. */
export class AlignedFixedWindow extends FixedWindow {
  protected override endOf(now: number): number {
    const { windowMs } = this.limit
    return (Math.floor(now / windowMs) + 1) * windowMs
  }
}
