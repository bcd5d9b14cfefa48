import type { Scheduler } from 'fast-check'
import type { Cancel, Clock } from '../contract/Clock.ts'
import type { LastCommit, SharedStore, StorePort } from '../contract/Store.ts'
import { defineStore } from '../store/index.ts'
import { deferred } from '../deferred.testing.ts'
import type { Bando, BandoOptions } from '../index.ts'
import { createBando } from '../index.ts'
import { ManualClock, SharedMemory } from '../testing/index.ts'
import { json } from './setUp.testing.ts'
import type { ReplacedTexts } from './stalePort.testing.ts'
import { stalePort } from './stalePort.testing.ts'

/** No choice of steps needs more commits at one instant. */
const mostAtOnce = 2000

/**
 * A request as the oracle remembers it: the server counted it at some instant from `sentAt` to
 * `latestAt`.
 */
export interface Sent {
  readonly sentAt: number
  latestAt: number
  readonly by: Process
  readonly url: string
  readonly end: (result: Response | Error) => void
}

/**
 * What the store does wrong; at `acknowledge` it writes, and says that it did not. At `stale` a
 * member still has the text before the last one, and hears of the last one later. If its change
 * writes, it runs again.
 */
export type StoreFault = 'read' | 'write' | 'acknowledge' | 'conflict' | 'stale'

/** A process's own clock: it starts right, its wall may be set, and it stops with its process. */
class ProcessClock implements Clock {
  readonly #world: ManualClock
  readonly #startedAt: number
  readonly #run: (callback: () => void) => void
  wallIsOffByMs = 0

  constructor(world: ManualClock, run: (callback: () => void) => void) {
    this.#world = world
    this.#startedAt = world.now()
    this.#run = run
  }

  now(): number {
    return this.#world.now() - this.#startedAt
  }

  epoch(): number {
    return this.#world.epoch() + this.wallIsOffByMs
  }

  schedule(callback: () => void, delayMs: number): Cancel {
    let isCancelled = false
    const cancel = this.#world.schedule(() => {
      this.#run(() => {
        if (!isCancelled) callback()
      })
    }, delayMs)
    return () => {
      isCancelled = true
      cancel()
    }
  }
}

/**
 * A member, until it is killed: then nothing of it happens any more, in the middle of whatever it
 * did.
 */
export class Process {
  isAlive = true
  isStopped = false
  /** What it commits as it ends, by the key of its store. */
  readonly last = new Map<string, () => LastCommit | undefined>()
  readonly clock: ProcessClock
  readonly #later: (() => void)[] = []
  readonly bando: Bando

  constructor(fleet: Fleet, options: BandoOptions) {
    this.clock = new ProcessClock(fleet.world, (callback) => this.run(callback))
    this.bando = createBando({
      ...options,
      clock: this.clock,
      store: fleet.storeOf(this),
      fetch: (url, init) => fleet.send(this, url, init.signal),
    })
  }

  /** Runs `callback`: later if the process stands still, and never if it was killed. */
  run(callback: () => void): void {
    if (!this.isAlive) return
    if (this.isStopped) this.#later.push(callback)
    else callback()
  }

  /** Resolves when the process runs. */
  running(): Promise<void> {
    return new Promise((resolve) => this.run(resolve))
  }

  goOn(): void {
    this.isStopped = false
    for (const callback of this.#later.splice(0)) this.run(callback)
  }
}

export interface FleetOptions {
  readonly timeoutMs: number
  readonly maxFlightMs: number
  /** Whether a member can commit as its process ends. @defaultValue false */
  readonly hasExit?: boolean
}

/**
 * Processes on one store, in one world whose time is moved by hand, before a server that answers
 * when it is told.
 */
export class Fleet {
  readonly world = new ManualClock()
  readonly sent: Sent[] = []
  /** Sent, and neither answered nor given up. */
  readonly inFlight: Sent[] = []
  readonly onSend: (request: Sent) => void
  fault: StoreFault | undefined
  readonly #disk = new SharedMemory()
  readonly #replaced: ReplacedTexts = new Map()
  readonly #scheduler: Scheduler
  readonly #timeoutMs: number
  readonly #maxFlightMs: number
  readonly #hasExit: boolean

  constructor(
    scheduler: Scheduler,
    { timeoutMs, maxFlightMs, hasExit = false }: FleetOptions,
    onSend: (request: Sent) => void,
  ) {
    this.#scheduler = scheduler
    this.#timeoutMs = timeoutMs
    this.#maxFlightMs = maxFlightMs
    this.#hasExit = hasExit
    this.onSend = onSend
  }

  /**
   * The store of one process. What it has asked for happens when the scheduler says so, and is
   * heard of when it says so. A conflict runs a change and forgets what came of it, as a store does
   * that compares and sets.
   */
  storeOf(process: Process): SharedStore {
    const pause = async (label: string): Promise<void> => {
      await this.#scheduler.schedule(Promise.resolve(), label)
      await process.running()
    }
    const port = stalePort(this.#disk.port(), {
      replaced: this.#replaced,
      isStale: () => this.fault === 'stale',
      now: () => this.world.now(),
      heard: () => pause('news'),
    })
    const slow: StorePort = {
      commit: async (key, change, context) => {
        await pause('a commit begins')
        const { fault } = this
        const isLost = fault === 'acknowledge'
        this.#disk.failure =
          fault === 'read' || fault === 'write'
            ? { at: fault, error: new Error('the disk fails') }
            : undefined
        const conflicting: typeof change = (text, at, version) => {
          if (fault === 'conflict') change(text, at, version)
          return change(text, at, version)
        }
        const done = await port.commit(key, conflicting, context).catch((error: unknown) => ({ error }))
        await pause('a commit is over')
        if (isLost) throw new Error('the disk does not answer')
        if ('error' in done) throw done.error
        return done
      },
      watch: (key, listener, options) => port.watch(key, () => process.run(listener), options),
      ...(this.#hasExit && {
        onExit: (key, last) => {
          process.last.set(key, last)
          return () => process.last.delete(key)
        },
      }),
    }
    return defineStore(slow)
  }

  /** The disk loses all that it kept. */
  loseData(): void {
    this.#replaced.clear()
    for (const key of this.#disk.texts.keys()) this.#disk.damage(key, undefined)
  }

  async send(by: Process, url: string, signal: AbortSignal | null | undefined): Promise<Response> {
    const { promise, resolve: end } = deferred<Response | Error>()
    const request: Sent = { sentAt: this.world.now(), latestAt: Infinity, by, url, end }
    this.onSend(request)
    this.sent.push(request)
    this.inFlight.push(request)
    signal?.addEventListener('abort', () => this.lose(request, signal.reason as Error))
    const result = await promise
    await by.running()
    if (result instanceof Error) throw result
    return result
  }

  outcome(request: Sent): void {
    this.#end(request, this.world.now())
    request.end(json({}))
  }

  lose(request: Sent, reason: Error): void {
    // A process that stood still gives up late, but the network does not wait for it.
    const givenUpAt = Math.min(this.world.now(), request.sentAt + this.#timeoutMs)
    this.#end(request, givenUpAt + this.#maxFlightMs)
    request.end(reason)
  }

  /** What it has under way may still reach the server, and its response is lost. */
  kill(process: Process): void {
    process.isAlive = false
    for (const request of this.inFlight.filter(({ by }) => by === process)) {
      this.#end(request, this.world.now() + this.#maxFlightMs)
    }
  }

  /** As `kill`, after the last commit. */
  exit(process: Process): void {
    const port = this.#disk.port()
    const { signal } = new AbortController()
    if (!process.isStopped)
      for (const [key, last] of process.last) {
        const { change, context } = last() ?? {}
        if (change && context) port.commit(key, change, { ...context, signal, onDamage() {} }).catch(() => {})
      }
    this.kill(process)
  }

  /** Whatever the stores have been asked for is done, in the scheduler's order. */
  async settle(): Promise<void> {
    await this.world.advance(0)
    for (let count = 0; this.#scheduler.count() > 0; count += 1) {
      if (count === mostAtOnce) throw new Error('The members commit without end, though no time passes.')
      await this.#scheduler.waitNext(1)
      await this.world.advance(0)
    }
  }

  /** One thing that a store was asked for is done. */
  async settleOne(): Promise<void> {
    if (this.#scheduler.count() > 0) await this.#scheduler.waitNext(1)
    await this.world.advance(0)
  }

  /** Time passes. Nothing is stalled meanwhile (P1, given d). */
  async advance(ms: number): Promise<void> {
    await this.settle()
    const until = this.world.now() + ms
    for (let at = this.world.nextAt; at !== undefined && at <= until; at = this.world.nextAt) {
      await this.world.advance(at - this.world.now())
      await this.settle()
    }
    await this.world.advance(until - this.world.now())
  }

  #end(request: Sent, latestAt: number): void {
    const index = this.inFlight.indexOf(request)
    if (index < 0) return
    this.inFlight.splice(index, 1)
    request.latestAt = latestAt
  }
}
