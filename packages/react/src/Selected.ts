declare const whole: unique symbol

/** Stands for what was read as a whole, if nothing is selected of it. */
export interface Whole {
  readonly [whole]: true
}

/** What `select` makes of `Data`, or all of `Data` if there is no `select`. */
export type SelectedOf<Selected, Data> = 0 extends 1 & Selected
  ? Selected
  : [Selected] extends [Whole]
    ? Data
    : Selected
