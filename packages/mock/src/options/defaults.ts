import type { MockSettings } from './MockSettings.ts'

const hourMs = 3_600_000

/** The defaults, as in CONTRACT.md's column "the mock's default". */
export const defaults: MockSettings = {
  limit: { requests: 100, windowMs: hourMs },
  anonymousLimit: { requests: 60, windowMs: hourMs },
  algorithm: 'fixed-window',
  budgetOf: 'token',
  lockout: { attempts: 5, withinMs: 60_000, forMs: 900_000, by: 'both', anonymous: 'served' },
  headers: 'standard',
  errors: 'bando',
  counted: { limited: false, rejected: true, locked: true },
  malformed: 'rejected',
  order: 'credentials-first',
  checkReferences: false,
  pendingMs: 10_000,
  processingMs: 20_000,
  journalSize: 1000,
  maxAddresses: 10_000,
  seed: 1,
}
