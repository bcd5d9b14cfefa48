import type { Budget } from './Verdict.ts'

/** Returns the budget as a 429 reports it: with nothing left. */
export function exhausted({ name, meter }: Budget): Budget {
  return {
    name,
    meter: {
      limit: meter.limit,
      quota: (now) => ({ ...meter.quota(now), remaining: 0 }),
      count: (now, requests) => meter.count(now, requests),
    },
  }
}
