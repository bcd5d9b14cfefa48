/** When authentication is refused altogether: so many failures within so long lock it for so long. */
export interface LockoutRule {
  readonly attempts: number
  readonly withinMs: number
  readonly forMs: number
}
