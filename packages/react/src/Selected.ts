declare const whole: unique symbol

/** The type of `Selected` if there is no `select`. */
export interface Whole {
  readonly [whole]: true
}

/** The result of `select`, or all of `Data` if there is no `select`. */
export type SelectedOf<Selected, Data> = 0 extends 1 & Selected
  ? Selected
  : [Selected] extends [Whole]
    ? Data
    : Selected
