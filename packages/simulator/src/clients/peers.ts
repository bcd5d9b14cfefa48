import Bottleneck from 'bottleneck'
import { RateLimiter } from 'limiter'
import PQueue from 'p-queue'
import pThrottle from 'p-throttle'
import { RateLimiterMemory, RateLimiterQueue } from 'rate-limiter-flexible'
import type { ClientKind } from './Client.ts'
import { peer } from './peer.ts'

/** The peers, each configured for the quota as its documentation shows. */
export const peers: readonly ClientKind[] = [
  peer('bottleneck', ({ quota }) => {
    const limiter = new Bottleneck({
      reservoir: quota.requests,
      reservoirRefreshAmount: quota.requests,
      reservoirRefreshInterval: quota.windowMs,
    })
    return { run: (task) => limiter.schedule(task), stop: () => void limiter.disconnect() }
  }),
  peer('p-throttle', ({ quota }) => {
    const throttle = pThrottle({ limit: quota.requests, interval: quota.windowMs })
    return { run: throttle((task: () => Promise<number>) => task()) }
  }),
  peer('p-throttle, strict', ({ quota }) => {
    const throttle = pThrottle({ limit: quota.requests, interval: quota.windowMs, strict: true })
    return { run: throttle((task: () => Promise<number>) => task()) }
  }),
  peer('p-queue', ({ quota }) => {
    const queue = new PQueue({ intervalCap: quota.requests, interval: quota.windowMs })
    return { run: (task) => queue.add(task), stop: () => queue.pause() }
  }),
  peer('p-queue, strict', ({ quota }) => {
    const queue = new PQueue({ intervalCap: quota.requests, interval: quota.windowMs, strict: true })
    return { run: (task) => queue.add(task), stop: () => queue.pause() }
  }),
  peer('limiter', ({ quota }) => {
    const limiter = new RateLimiter({ tokensPerInterval: quota.requests, interval: quota.windowMs })
    return { run: (task) => limiter.removeTokens(1).then(task) }
  }),
  peer('rate-limiter-flexible', ({ quota }) => {
    const memory = new RateLimiterMemory({ points: quota.requests, duration: quota.windowMs / 1000 })
    const queue = new RateLimiterQueue(memory)
    return { run: (task) => queue.removeTokens(1).then(task) }
  }),
  peer('none', () => ({ run: (task) => task() })),
]
