import { createBando } from '@bando/core'
import Bottleneck from 'bottleneck'
import { RateLimiter } from 'limiter'
import PQueue from 'p-queue'
import pThrottle from 'p-throttle'
import { RateLimiterMemory, RateLimiterQueue } from 'rate-limiter-flexible'

export interface Setting {
  /** The calls that a window allows. So many more will wait for the next one. */
  readonly size: number
  readonly windowMs: number
  /** The transport. */
  readonly fetch: typeof globalThis.fetch
}

/** A queue whose window is full. */
export interface FullQueue {
  /** Makes a call that waits. */
  enter(index: number, signal?: AbortSignal): Promise<unknown>
  /** Cancels all calls at once, if the queue cannot cancel each by its signal. */
  cancelAll?(): void
}

/** Whether each call can be cancelled, or only all at once, or none. */
type Cancels = 'each' | 'all' | 'none'

interface QueueKind {
  readonly cancels: Cancels
  /** Makes the queue and fills its window. */
  readonly full: (setting: Setting) => FullQueue | Promise<FullQueue>
}

const baseUrl = 'https://api.bando.cool'
const token = 'bando_benchmark'
/** Of each queue that has such an option. */
const inFlight = 50

/** A call through a peer holds what its request needs. */
function requestOf(index: number, signal: AbortSignal | undefined): { url: string; init: RequestInit } {
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' }
  return { url: `${baseUrl}/coolness?index=${index}`, init: { headers, ...(signal && { signal }) } }
}

function taskOf({ fetch }: Setting, index: number, signal?: AbortSignal): () => Promise<unknown> {
  const { url, init } = requestOf(index, signal)
  return async () => (await fetch(url, init)).json()
}

const noOperation = (): void => {}

/** The queues, each set up as its documentation shows. */
export const queues = {
  'p-queue': {
    cancels: 'each',
    async full(setting) {
      const queue = new PQueue({
        intervalCap: setting.size,
        interval: setting.windowMs,
        concurrency: inFlight,
      })
      await queue.addAll(Array.from({ length: setting.size }, () => noOperation))
      return {
        enter: (index, signal) => queue.add(taskOf(setting, index, signal), signal ? { signal } : {}),
      }
    },
  },

  Bando: {
    cancels: 'each',
    async full(setting) {
      const bando = createBando({
        baseUrl,
        token,
        limit: { requests: setting.size + 1, windowMs: setting.windowMs },
        maxWaiting: setting.size,
        maxWaitMs: Infinity,
        maxInFlight: inFlight,
        fetch: setting.fetch,
      })
      // The stub's first response says that the window is full.
      await bando.get('/coolness')
      return { enter: (index, signal) => bando.get('/coolness', { query: { index }, signal }) }
    },
  },

  'p-throttle': {
    cancels: 'all',
    async full(setting) {
      const controller = new AbortController()
      const throttle = pThrottle({
        limit: setting.size,
        interval: setting.windowMs,
        signal: controller.signal,
        weight: (_task: unknown, weight: number) => weight,
      })
      const run = throttle((task: () => unknown, _weight: number) => task())
      await run(noOperation, setting.size)
      return {
        enter: async (index) => run(taskOf(setting, index), 1),
        cancelAll: () => controller.abort(new Error('cancelled')),
      }
    },
  },

  limiter: {
    cancels: 'none',
    full(setting) {
      const limiter = new RateLimiter({ tokensPerInterval: setting.size, interval: setting.windowMs })
      limiter.tryRemoveTokens(setting.size)
      return {
        enter(index) {
          const task = taskOf(setting, index)
          return limiter.removeTokens(1).then(task)
        },
      }
    },
  },

  'rate-limiter-flexible': {
    cancels: 'none',
    async full(setting) {
      const memory = new RateLimiterMemory({ points: setting.size, duration: setting.windowMs / 1000 })
      const queue = new RateLimiterQueue(memory, { maxQueueSize: setting.size })
      await queue.removeTokens(setting.size)
      return {
        enter(index) {
          const task = taskOf(setting, index)
          return queue.removeTokens(1).then(task)
        },
      }
    },
  },

  bottleneck: {
    cancels: 'all',
    full(setting) {
      const limiter = new Bottleneck({
        maxConcurrent: inFlight,
        reservoir: 0,
        reservoirRefreshAmount: setting.size,
        reservoirRefreshInterval: setting.windowMs,
      })
      return {
        enter: (index) => limiter.schedule(taskOf(setting, index)),
        cancelAll: () => void limiter.stop({ dropWaitingJobs: true }),
      }
    },
  },
} satisfies Record<string, QueueKind>

export type QueueName = keyof typeof queues
