import fc from 'fast-check'
import { expect } from 'vitest'
import type { Sent, StoreFault } from './fleet.testing.ts'
import { Fleet, Process } from './fleet.testing.ts'

const windowMs = 1000
const timeoutMs = 300
const maxFlightMs = 200
/** A call waits so long for the reply of a store past its deadline: before it, and at it. */
const graceMs = 2 * 50
const quiet = { debug() {}, info() {}, warn() {}, error() {} }

export type Step =
  | { readonly kind: 'call'; readonly member: number; readonly maxWaitMs: number }
  | { readonly kind: 'answer' | 'lose' | 'abort'; readonly which: number }
  | { readonly kind: 'kill' | 'exit' | 'close' | 'stop' | 'go'; readonly member: number }
  | { readonly kind: 'jump'; readonly member: number; readonly ms: number }
  | { readonly kind: 'store'; readonly fault: StoreFault | undefined }
  | { readonly kind: 'one' | 'forget' }
  | { readonly kind: 'advance'; readonly ms: number }

export const mostMembers = 5
const member = fc.nat({ max: mostMembers - 1 })
const which = fc.nat({ max: 20 })
const hourMs = 3_600_000
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('call' as const),
      member,
      maxWaitMs: fc.constantFrom(0, 1500, Infinity),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('answer' as const), which }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('lose' as const, 'abort' as const), which }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('kill' as const, 'exit' as const, 'close' as const),
      member,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('stop' as const, 'go' as const, 'go' as const), member }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('jump' as const),
      member,
      ms: fc.integer({ min: -hourMs, max: hourMs }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('store' as const),
      fault: fc.constantFrom<StoreFault | undefined>(
        'read',
        'write',
        'acknowledge',
        'conflict',
        'conflict',
        'stale',
        'stale',
        undefined,
        undefined,
      ),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('one' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget' as const) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('advance' as const),
      ms: fc.oneof(fc.nat({ max: 700 }), fc.nat({ max: 6000 })),
    }),
  },
)

export interface ScenarioOptions {
  readonly token: string | undefined
  /** In a second. */
  readonly requests: number
  /** Whether a member can commit as its process ends. @defaultValue false */
  readonly hasExit?: boolean
}

interface Call {
  readonly controller: AbortController
  readonly by: Process
  /** Its path, which no other call has. */
  readonly path: string
  readonly overdueAt: number
  readonly told: ('served' | 'failed')[]
}

/** The steps of a scenario. */
export const steps = fc.array(step, { maxLength: 60, size: 'max' })

/** Up to five processes; one that is down is started again when it is next asked for something. */
export class Scenario {
  readonly fleet: Fleet
  readonly calls: Call[] = []
  /** The most that the server may have counted in any window. */
  most = 0
  readonly #token: string | undefined
  readonly #limit: { requests: number; windowMs: number }
  readonly #members: (Process | undefined)[] = []
  readonly #hadStops = new Set<Process>()

  constructor(scheduler: fc.Scheduler, { token, requests, hasExit = false }: ScenarioOptions) {
    this.#token = token
    this.#limit = { requests, windowMs }
    const times = { timeoutMs, maxFlightMs, hasExit }
    this.fleet = new Fleet(scheduler, times, (request) => this.#weigh(request))
  }

  async take(step: Step): Promise<void> {
    const { fleet } = this
    switch (step.kind) {
      case 'call':
        this.call(this.member(step.member), step.maxWaitMs)
        break
      case 'answer':
      case 'lose': {
        const request = fleet.inFlight[step.which % Math.max(1, fleet.inFlight.length)]
        if (request && step.kind === 'answer') fleet.outcome(request)
        if (request && step.kind === 'lose') fleet.lose(request, new Error('the connection was reset'))
        break
      }
      case 'abort':
        this.calls[step.which % Math.max(1, this.calls.length)]?.controller.abort(new Error('left'))
        break
      case 'kill':
      case 'exit':
      case 'close': {
        const process = this.#members[step.member]
        if (process && step.kind === 'kill') fleet.kill(process)
        if (process && step.kind === 'exit') fleet.exit(process)
        if (process && step.kind === 'close') void process.bando.close()
        this.#members[step.member] = undefined
        break
      }
      case 'stop':
      case 'go': {
        const process = this.#members[step.member]
        if (process && step.kind === 'stop') {
          process.isStopped = true
          this.#hadStops.add(process)
        } else process?.goOn()
        break
      }
      case 'jump':
        this.member(step.member).clock.wallIsOffByMs += step.ms
        break
      case 'store':
        fleet.fault = step.fault
        break
      case 'one':
        await fleet.settleOne()
        break
      case 'forget':
        await this.#forget()
        break
      case 'advance':
        await fleet.advance(step.ms)
        break
    }
  }

  member(index: number): Process {
    const process =
      this.#members[index] ??
      new Process(this.fleet, {
        token: this.#token,
        limit: this.#limit,
        anonymousLimit: this.#limit,
        timeoutMs,
        maxFlightMs,
        retry: { attempts: 1 },
        logger: quiet,
      })
    this.#members[index] = process
    return process
  }

  call(by: Process, maxWaitMs: number): Call {
    const controller = new AbortController()
    const path = `/${this.calls.length}`
    const overdueAt = this.fleet.world.now() + maxWaitMs + graceMs
    const call: Call = { controller, by, path, overdueAt, told: [] }
    this.calls.push(call)
    const outcome = by.bando.get(path, { signal: controller.signal, maxWaitMs, dedupe: false })
    outcome.then(
      () => call.told.push('served'),
      () => call.told.push('failed'),
    )
    return call
  }

  /** The calls that wait, of members that have never stood still. */
  get waiting(): Call[] {
    const isSent = (path: string): boolean => this.fleet.sent.some(({ url }) => url.endsWith(path))
    return this.calls.filter(
      ({ by, told, path }) => by.isAlive && !this.#hadStops.has(by) && told.length === 0 && !isSent(path),
    )
  }

  /** Expects that no call waits past its time, and that each that waits can be seen (P8). */
  expectNoHiddenWait(): void {
    const { waiting } = this
    const now = this.fleet.world.now()
    expect(waiting.filter(({ overdueAt }) => overdueAt < now)).toEqual([])
    for (const by of new Set(waiting.map((call) => call.by))) {
      const { queue } = by.bando.state
      expect(queue.waiting).toBe(waiting.filter((call) => call.by === by).length)
      expect(queue.reason).toBeDefined()
    }
  }

  /**
   * Everything works again, and every request is answered at once, until no call waits any more.
   */
  async recover(): Promise<void> {
    const { fleet, calls } = this
    fleet.fault = undefined
    for (const process of this.#members) process?.goOn()
    await fleet.settle()
    while (calls.some(({ by, told }) => by.isAlive && told.length === 0)) {
      const [first] = fleet.inFlight
      if (first) fleet.outcome(first)
      // Nothing is left that could tell those who wait: they hang.
      else if (fleet.world.nextAt === undefined) return
      else await fleet.advance(fleet.world.nextAt - fleet.world.now())
      await fleet.settle()
    }
  }

  /**
   * The store loses its data when all that run have heard the news, and they notice. If none runs,
   * it is a first start.
   */
  async #forget(): Promise<void> {
    const { fleet } = this
    fleet.fault = undefined
    for (const process of this.#members) process?.goOn()
    await fleet.advance(250)
    fleet.loseData()
    await fleet.advance(250)
    if (this.#members.some((process) => process !== undefined)) return
    fleet.sent.length = 0
    fleet.inFlight.length = 0
  }

  /**
   * The worst case for the window that ends as this is sent: it is counted at once, and all before
   * it as late as may be.
   */
  #weigh({ sentAt }: Sent): void {
    const before = this.fleet.sent.filter(({ latestAt }) => latestAt > sentAt - windowMs)
    this.most = Math.max(this.most, before.length + 1)
  }
}

/**
 * Takes `steps`, and expects that no window holds more than the limit of all members together,
 * restarts included (P1, P6, P7), that no call waits unseen or past its time (P8), and that the
 * last one is served.
 */
export async function expectPromises(
  scenario: Scenario,
  requests: number,
  taken: readonly Step[],
): Promise<void> {
  for (const each of taken) {
    await scenario.take(each)
    expect(scenario.most).toBeLessThanOrEqual(requests)
    if (each.kind === 'advance') scenario.expectNoHiddenWait()
  }
  const last = scenario.call(scenario.member(0), Infinity)
  await scenario.recover()
  // Every remaining caller has been told once, and the fleet has served the last call.
  expect(scenario.most).toBeLessThanOrEqual(requests)
  for (const { by, told } of scenario.calls) if (by.isAlive) expect(told).toHaveLength(1)
  expect(last.told).toEqual(['served'])
  for (let index = 0; index < mostMembers; index += 1) void scenario.member(index).bando.close()
  await scenario.fleet.settle()
}
