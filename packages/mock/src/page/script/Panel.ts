import type { PageEvent } from '../PageEvent.ts'

/**
 * A part of the page that is redrawn when its data changes. Its maker is sent as source text, so it
 * uses nothing from outside itself.
 */
export interface Panel<Shown = unknown> {
  /** Returns the data that the panel shows of an event. */
  of(this: void, event: PageEvent): Shown
  draw(this: void, shown: Shown): void
}
