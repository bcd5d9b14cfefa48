/** Where clients keep the budget and the verdicts that they share. */
export interface Store {
  readonly kind: 'memory'
}
