/** When authentication is locked: after how many failures, within how long, for how long. */
export interface LockoutRule {
  readonly attempts: number
  readonly withinMs: number
  readonly forMs: number
}
