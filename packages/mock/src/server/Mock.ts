import type { TokenRegistry } from '../accounts/TokenRegistry.ts'
import { ClientClock } from '../clock/ClientClock.ts'
import type { MockClock } from '../clock/MockClock.ts'
import type { Faults } from '../faults/Faults.ts'
import { Gate } from '../gate/Gate.ts'
import type { JournalEntry } from '../journal/Journal.ts'
import type { JournalQuery } from '../journal/JournalQuery.ts'
import { nearMisses, type NearMiss } from '../journal/nearMisses.ts'
import type { MockSettings } from '../options/MockSettings.ts'
import { parsePatch, type SettingsPatch } from '../options/parsePatch.ts'
import { playScenario, type Played, type Scenario } from '../scenarios/playScenario.ts'
import { fetchFrom, type MockRequestInit } from './fetchShell.ts'
import type { Listening, ListenOptions } from './http/listen.ts'
import type { Lockable, Spender } from './callers.ts'
import type { Call } from './Call.ts'
import { tokensOf, type MockTokens } from './mockTokens.ts'
import { mockState, type MockState } from './mockState.ts'
import { Responder, type Parts } from './Responder.ts'

/** A running mock. */
export class Mock {
  /** Issues and changes tokens. */
  readonly tokens: MockTokens
  /** Adds and removes faults. */
  readonly faults: Pick<Faults, 'next' | 'add' | 'remove' | 'clear' | 'list'>
  /** The mock's clock, which can be read, stopped and scaled. */
  readonly clock: MockClock
  /**
   * The same time for a client, with timers that follow it: `createBando({ clock: mock.clientClock
   * })`.
   */
  readonly clientClock: ClientClock
  readonly #parts: Parts & { readonly clock: MockClock }
  readonly #registry: TokenRegistry
  readonly #created: MockSettings
  readonly #responder: Responder

  /** Use `createMock` instead. @internal */
  constructor(registry: TokenRegistry, parts: Parts & { readonly clock: MockClock }) {
    this.#registry = registry
    this.#parts = parts
    this.#created = parts.settings
    this.#responder = new Responder(parts)
    this.tokens = tokensOf(registry, parts)
    this.faults = parts.faults
    this.clock = parts.clock
    this.clientClock = new ClientClock(parts.clock)
  }

  /**
   * Serves a request without a socket, as a drop-in for `fetch`. A path alone is resolved against
   * https://api.bando.cool.
   */
  readonly fetch = (input: Request | URL | string, init: MockRequestInit = {}): Promise<Response> => {
    const { address = '127.0.0.1', ...rest } = init
    const where = typeof input === 'string' ? new URL(input, 'https://api.bando.cool') : input
    return fetchFrom((call) => this.#responder.respond(call), new Request(where, rest), address)
  }

  /** Starts an HTTP/1.1 server, by default on a free port of 127.0.0.1. */
  async listen(options?: ListenOptions): Promise<Listening> {
    // Loaded when needed, so that the mock runs without Node.
    const { listen } = await import('./http/listen.ts')
    const responder = this.#responder
    const doors = {
      all: (call: Call) => responder.respond(call),
      api: (call: Call) => responder.respondAsApi(call),
      admin: (call: Call) => responder.respondAsAdmin(call),
      outside: (call: Call) => responder.respondOutside(call, options?.basePath ?? ''),
    }
    return listen(doors, options)
  }

  /** Moves the mock's time forward. */
  advance(ms: number): void {
    this.#parts.clock.advance(ms)
  }

  /** The present settings. */
  get settings(): MockSettings {
    return this.#parts.settings
  }

  /**
   * Changes settings. A change to how requests are counted resets every budget and lockout.
   * @throws {MockOptionError} if a setting is invalid, or can be set only at the start
   */
  configure(patch: SettingsPatch): void {
    const before = this.#parts.settings
    this.#parts.settings = parsePatch(patch, before)
    if (countingOf(this.#parts.settings) !== countingOf(before)) this.forget()
  }

  /**
   * Counts requests of a caller without sending them.
   * @throws {RangeError} if `requests` is not a whole number of 0 or more
   */
  spend(who: Spender, requests: number): void {
    if (!Number.isSafeInteger(requests) || requests < 0)
      throw new RangeError(
        `spend: expected a whole number of requests, 0 or more, but "${requests}" was given.`,
      )
    const { gate, clock } = this.#parts
    const now = clock.now()
    const meter =
      'token' in who
        ? gate.budgets.ofToken(this.#registry.known(who.token))
        : gate.budgets.ofAddress(who.address, now)
    if (requests > 0) meter.count(now, requests)
  }

  /**
   * Locks an owner or an address, as failed attempts would. @defaultValue for as long as the
   * lockout's rule says
   * @throws {RangeError} if the settings have no lockout of that kind
   */
  lock(who: Lockable, forMs?: number): void {
    const { gate, clock, settings } = this.#parts
    const { lockout } = settings
    const [kind, name] = 'owner' in who ? ['owner' as const, who.owner] : ['address' as const, who.address]
    const lockouts = kind === 'owner' ? gate.guard.owners : gate.guard.addresses
    if (lockout === false || lockouts === undefined) {
      const found = lockout === false ? 'false' : `by "${lockout.by}"`
      throw new RangeError(
        `lock: there is no lockout by ${kind}, as the setting "lockout" is ${found}. Set it.`,
      )
    }
    const now = clock.now()
    lockouts.lock(name, now + (forMs ?? lockout.forMs), now)
  }

  /** Ends a lock, and forgets the failures that caused it. */
  unlock(who: Lockable): void {
    const { guard } = this.#parts.gate
    if ('owner' in who) guard.owners?.clear(who.owner)
    else guard.addresses?.clear(who.address)
  }

  /**
   * Puts the mock into a named situation; see `scenarios`.
   * @throws {MockOptionError} if there is no such scenario
   */
  play(scenario: Scenario): Played {
    return playScenario(this, scenario)
  }

  /** The last requests, oldest first; see the `journalSize` option. */
  get log(): readonly JournalEntry[] {
    return this.#parts.journal.entries()
  }

  /** Returns the three requests nearest to the query, with their differences, if none matches. */
  nearMisses(query: JournalQuery): NearMiss[] {
    return nearMisses(this.log, query)
  }

  /** The state of the budgets and lockouts. */
  get state(): MockState {
    return mockState(this.#parts.gate, this.#registry, this.#parts.clock.now())
  }

  /**
   * Notifies the listener of each request that gets a response, or loses it to a fault (`status`
   * 0). Returns a function that unsubscribes.
   */
  onRequest(listener: (entry: JournalEntry) => void): () => void {
    return this.#parts.journal.onSettled(listener)
  }

  /** Resets every budget and lockout. */
  forget(): void {
    this.#parts.gate = new Gate(this.#parts.settings, this.#registry)
  }

  /**
   * Restores settings, budgets, lockouts, journal, faults, purchases and time as they were at the
   * start. Issued tokens stay, each with its first options.
   */
  reset(): void {
    this.#parts.settings = this.#created
    this.#parts.clock.reset()
    this.#parts.journal.clear()
    this.#parts.faults.reset()
    this.#parts.records.clear()
    this.#parts.keys.clear()
    this.#registry.restore()
    this.forget()
  }
}

/** The settings that change only responses. */
const shown = new Set(['headers', 'errors', 'checkReferences', 'pendingMs', 'processingMs'])

function countingOf(settings: MockSettings): string {
  return JSON.stringify(Object.entries(settings).filter(([name]) => !shown.has(name)))
}
