import { sandboxBrand } from '../../catalogue/offers.ts'
import type { MockSettings } from '../../options/MockSettings.ts'
import type { TransactionRecord } from '../../records/ApiRecords.ts'

/** Returns the status of a purchase, and since when it has it. Only time changes it. */
export function progressOf(
  { createdAt, quote }: TransactionRecord,
  { pendingMs, processingMs }: Pick<MockSettings, 'pendingMs' | 'processingMs'>,
  now: number,
): { readonly status: 'PENDING' | 'PROCESSING' | 'COMPLETED' | 'FAILED'; readonly since: number } {
  const processingAt = createdAt + pendingMs
  const finalAt = processingAt + processingMs
  if (now < processingAt) return { status: 'PENDING', since: createdAt }
  if (now < finalAt) return { status: 'PROCESSING', since: processingAt }
  return { status: quote.variant.brand === sandboxBrand ? 'FAILED' : 'COMPLETED', since: finalAt }
}
