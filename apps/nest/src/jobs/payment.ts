/** The name of the queue. */
export const paymentsQueue = 'payments'

/** A payment that is not final. */
export interface Payment {
  readonly address: string
  readonly transactionId: string
}

/** Milliseconds between two requests for a payment. */
export const lookAgainMs = 60_000

/** The final statuses. A payment with any other status is still in progress. */
export const finalStatuses = new Set(['COMPLETED', 'SUCCESS', 'FAILED'])
