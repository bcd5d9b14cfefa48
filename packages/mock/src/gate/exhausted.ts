import type { Budget } from './Verdict.ts'

/** The budget as an answer states it that says it is spent, whatever is left of it. */
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
