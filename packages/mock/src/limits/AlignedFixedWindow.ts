import { FixedWindow } from './FixedWindow.ts'

/**
 * A fixed window that ends on a whole multiple of its length, such as the full hour, for every
 * caller.
 */
export class AlignedFixedWindow extends FixedWindow {
  protected override endOf(now: number): number {
    const { windowMs } = this.limit
    return (Math.floor(now / windowMs) + 1) * windowMs
  }
}
