import { production } from './environments.ts'

/** Every default, with its reason. */
export const defaults = {
  baseUrl: production, // C1
  limit: { requests: 100, windowMs: 3_600_000 }, // C5
  anonymousLimit: { requests: 60, windowMs: 3_600_000 }, // CONTRACT, "Whose limit is 100?"
  burstShare: 1, // safe under every server that counts in windows or buckets
  maxInFlight: 4, // below any "several" of C7
  reserve: 0,
  maxWaitMs: 30_000, // about as long as a person waits
  maxWaiting: 100_000, // some 6 to 10 kB each while they wait: a gigabyte at most
  timeoutMs: 30_000,
  deadlineMs: Infinity, // maxWaitMs, timeoutMs and the attempts bound a call already
  maxBodyBytes: 52_428_800, // 50 MiB: far above any answer of this API, far below what ends a process
  maxFlightMs: 60_000, // proxies give up by then
  verifiedForMs: 60_000, // a revocation is noticed by one request after that
  tokenTimeoutMs: 10_000,
  retry: {
    attempts: 3,
    baseMs: 250,
    maxMs: 8_000,
    budget: {
      ratio: 0.2, // with attempts alone, an outage would triple the load, and spend the hour on it
      min: 10, // for clients of few calls, which earn little
    },
  },
  whenLocked: 'fail',
  dedupe: true, // a permit spent twice on one answer is lost
} as const
