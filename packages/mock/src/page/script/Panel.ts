import type { PageEvent } from '../PageEvent.ts'

/** A part of the page that is drawn anew when what it shows has changed. Its maker is sent as its own source text, so it uses nothing from outside itself. */
export interface Panel<Shown = unknown> {
  /** What it shows of an event. */
  of(this: void, event: PageEvent): Shown
  draw(this: void, shown: Shown): void
}
