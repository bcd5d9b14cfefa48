import { secondsOf, type Limit, type Limiter } from './Limiter.ts'

/**
 * A limiter by its definition: how much of the limit is in use at an instant, from all instants
 * that counted. The time of the next permit is searched for, not computed.
 */
export function byDefinition(
  { requests }: Limit,
  usedAt: (now: number, counted: readonly number[]) => number,
  countsRefused = false,
): Limiter {
  const counted: number[] = []
  return {
    ask: () => {
      const now = Date.now()
      const leftAt = (at: number): number => Math.max(0, Math.floor(requests - usedAt(at, counted)))
      const served = leftAt(now) > 0
      if (served || countsRefused) counted.push(now)
      const remaining = leftAt(now)
      if (served) return { served, remaining }
      return {
        served,
        remaining,
        waitS: secondsOf(firstMs((waitedMs) => leftAt(now + waitedMs) > remaining)),
      }
    },
  }
}

/** Windows on whole multiples of their length. */
export const aligned = ({ windowMs }: Limit) => {
  const windowOf = (at: number): number => Math.floor(at / windowMs)
  return (now: number, counted: readonly number[]): number =>
    counted.filter((at) => windowOf(at) === windowOf(now)).length
}

/** One window back from now. */
export const log = ({ windowMs }: Limit) => {
  return (now: number, counted: readonly number[]): number =>
    counted.filter((at) => at > now - windowMs && at <= now).length
}

/** Adds this window's count and the part of the one before that the sliding window still covers. */
export const counter = ({ windowMs }: Limit) => {
  const windowOf = (at: number): number => Math.floor(at / windowMs)
  return (now: number, counted: readonly number[]): number => {
    const inWindow = (window: number): number => counted.filter((at) => windowOf(at) === window).length
    const covered = windowMs - (now % windowMs)
    return (inWindow(windowOf(now)) * windowMs + inWindow(windowOf(now) - 1) * covered) / windowMs
  }
}

/**
 * The generic cell rate algorithm. It stores the instant at which the bucket will be full, not a
 * level.
 */
export function gcra({ requests, windowMs }: Limit): Limiter {
  // In parts of a millisecond, so that the time of one request is a whole number.
  const parts = BigInt(requests)
  const [each, burst] = [BigInt(windowMs), BigInt(windowMs) * parts]
  let fullAt = 0n
  return {
    ask: () => {
      const now = BigInt(Date.now()) * parts
      const missing = (): bigint => (fullAt > now ? fullAt - now : 0n)
      const served = missing() + each <= burst
      if (served) fullAt = now + missing() + each
      const remaining = Number((burst - missing()) / each)
      if (served) return { served, remaining }
      return { served, remaining, waitS: secondsOf(Number(missing() + each - burst) / requests) }
    },
  }
}

/** Returns the first whole millisecond from which the condition holds. */
function firstMs(isSo: (ms: number) => boolean): number {
  let [no, yes] = [0, 1]
  while (!isSo(yes)) [no, yes] = [yes, yes * 2]
  while (yes - no > 1) {
    const middle = Math.floor((no + yes) / 2)
    if (isSo(middle)) yes = middle
    else no = middle
  }
  return yes
}
