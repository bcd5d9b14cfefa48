import { ThrottlerStorageService } from '@nestjs/throttler'
import { MemoryStore } from 'express-rate-limit'
import { TokenBucket } from 'limiter'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { secondsOf, type Limit, type Limiter } from './Limiter.ts'

/** A window that opens with the first request. */
export function rateLimiterFlexible({ requests, windowMs }: Limit): Limiter {
  const limiter = new RateLimiterMemory({ points: requests, duration: windowMs / 1000 })
  return {
    ask: async () => {
      const result = await limiter.consume('caller').catch((refusal: unknown) => refusal)
      if (!(result instanceof RateLimiterRes)) throw result
      const { consumedPoints, remainingPoints: remaining, msBeforeNext } = result
      if (consumedPoints <= requests) return { served: true, remaining }
      return { served: false, remaining, waitS: secondsOf(msBeforeNext) }
    },
  }
}

/** A window that opens with the first request. */
export function expressRateLimit({ requests, windowMs }: Limit): Limiter {
  const store = new MemoryStore()
  store.init({ windowMs } as Parameters<MemoryStore['init']>[0])
  return {
    ask: async () => {
      const { totalHits, resetTime } = await store.increment('caller')
      const remaining = Math.max(0, requests - totalHits)
      if (totalHits <= requests) return { served: true, remaining }
      return { served: false, remaining, waitS: secondsOf((resetTime?.getTime() ?? 0) - Date.now()) }
    },
  }
}

/** Each served request counts for one window from its own instant. */
export function nestThrottler({ requests, windowMs }: Limit): Limiter {
  const storage = new ThrottlerStorageService()
  return {
    ask: async () => {
      const said = await storage.increment('caller', windowMs, requests, 0, 'default')
      if (said.isBlocked) return { served: false, remaining: 0, waitS: said.timeToBlockExpire }
      return { served: true, remaining: requests - said.totalHits }
    },
  }
}

/**
 * A bucket that refills continuously. It is exact if one token's time and the window are powers of
 * two.
 */
export function limiterBucket({ requests, windowMs }: Limit): Limiter {
  const bucket = new TokenBucket({ bucketSize: requests, tokensPerInterval: requests, interval: windowMs })
  bucket.content = requests
  return {
    ask: () => {
      const served = bucket.tryRemoveTokens(1)
      const remaining = Math.floor(bucket.content)
      return served ? { served, remaining } : { served, remaining, waitS: secondsOf(bucket.getWaitTime(1)) }
    },
  }
}
