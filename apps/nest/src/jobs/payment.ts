/** Name of the queue. */
export const paymentsQueue = 'payments'

/** A payment that is under way. */
export interface Payment {
  readonly address: string
  readonly transactionId: string
}

/** Between two looks at a payment, in ms. */
export const lookAgainMs = 60_000

/** Statuses that do not change any more. Any other means that the payment is still under way. */
export const finalStatuses = new Set(['COMPLETED', 'SUCCESS', 'FAILED'])
