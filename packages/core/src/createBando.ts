import type { Account } from './scope/Account.ts'
import { sharedClock, sharedScope } from './scope/registry.ts'
import { TokenProvider } from './credentials/TokenProvider.ts'
import { RetryBudget } from './call/retry.ts'
import { diagnosticsChannels } from './observe/diagnostics.ts'
import { Hints } from './observe/Hints.ts'
import { Emitter } from './observe/Emitter.ts'
import { StateStore } from './observe/StateStore.ts'
import { AbortHub } from './cancellation/AbortHub.ts'
import { CancellationList } from './cancellation/CancellationList.ts'
import { Bando } from './Bando.ts'
import type { BandoOf } from './BandoOf.ts'
import type { BandoOptions } from './options/BandoOptions.ts'
import { checkPlace } from './options/checkPlace.ts'
import { checkTokenSource } from './options/checkTokenSource.ts'
import { defaults } from './options/defaults.ts'
import { SharedCalls } from './call/SharedCalls.ts'
import { TimeLimits } from './cancellation/TimeLimits.ts'
import { logEvents } from './observe/logEvents.ts'
import type { Session } from './call/Session.ts'
import { toSettings } from './options/settings.ts'
import { warnUnset } from './options/warnUnset.ts'
import { view } from './call/view.ts'
import { WallTime } from './observe/WallTime.ts'

/**
 * A client of the Bando API. Nothing is sent until it is used.
 * @throws BandoConfigError naming the option that cannot work, what it takes, and what it was given
 */
export function createBando(options?: BandoOptions): Bando
/**
 * A client that knows the API's description.
 * @typeParam Paths the `paths` that openapi-typescript writes, such as `BandoPaths`
 * @example createBando<BandoPaths>({ token }).get('/api/v1/tokens/{networkKey}/', { params: {
 * networkKey: 'arb' } })
 */
export function createBando<Paths>(options?: BandoOptions): BandoOf<Paths>
export function createBando(options: BandoOptions = {}): Bando {
  const settings = toSettings(options)
  const { baseUrl, logger, random, tokenTerms, anonymousTerms, maxFlightMs, verifiedForMs, maxInFlight } =
    settings
  checkPlace(settings.token, settings)

  const scopeOptions = {
    clock: settings.clock ?? sharedClock(),
    random,
    maxFlightMs,
    verifiedForMs,
    maxInFlight,
    onDamage: (place: string) =>
      logger.error(
        `The store's data of ${baseUrl.origin} were damaged. They are kept in ${place}. Members that still run write back what they know; look for what damaged them.`,
      ),
  }
  const scope = sharedScope(settings.store, baseUrl.origin, scopeOptions)
  const { clock } = scopeOptions
  const warn = (whose: 'account' | 'origin', differing: readonly string[]): void => {
    if (differing.length === 0) return
    logger.warn(
      `Clients of the same Bando ${whose} differ in ${differing.join(', ')}: the strictest holds. Give each the same, or its own memoryStore().`,
    )
  }
  warn('origin', scope.join(scopeOptions))
  const report = (error: unknown): void => logger.error('A listener of the Bando client threw.', { error })
  const closing = new AbortController()
  const joined = new WeakSet<Account>()
  const watched = new Map<Account, () => void>()
  let isWatching = false

  const credentials = new TokenProvider(settings.token, {
    clock,
    freshForMs: verifiedForMs,
    sourceTimeoutMs: settings.tokenTimeoutMs,
    onChange(next, previous, isOwnersWord) {
      // What was called without a token stays without.
      const isMoving: Parameters<typeof scope.replace>[2] = ({ caller }) =>
        caller.owner === session && caller.credential === next
      if (next && isOwnersWord) scope.pardon(next.id)
      session.account(next?.id)
      lastId = next?.id ?? lastId
      if (previous !== next) scope.replace(previous?.id, next?.id, isMoving)
      scope.wake()
      join()
      if (isWatching) watch()
      stateStore.changed()
    },
  })
  /** The last credential: one that replaces it uses its account, unless it has one. */
  let lastId = credentials.current?.id
  const session: Session = {
    settings,
    clock,
    wall: new WallTime(clock),
    random,
    transport: settings.fetch ?? ((url, init) => fetch(url, init)),
    scope,
    credentials,
    aborts: new AbortHub(),
    retryBudget: new RetryBudget(settings.retry.budget),
    shared: new SharedCalls(),
    keyedCalls: new Map(),
    events: new Emitter(report, diagnosticsChannels()),
    hints: new Hints(logger),
    closing: closing.signal,
    open: new CancellationList(),
    attempts: new TimeLimits(clock),
    account: (credentialId) =>
      credentialId === undefined
        ? scope.account(undefined, anonymousTerms)
        : scope.account(credentialId, tokenTerms, { account: settings.account, previous: lastId }),
  }
  const accounts = (): { credentialId: string | undefined; account: Account }[] =>
    [undefined, credentials.current?.id].map((credentialId) => ({
      credentialId,
      account: session.account(credentialId),
    }))
  /** Holds the other clients of the accounts that this client uses to its terms. */
  const join = (): void => {
    for (const { credentialId, account } of accounts()) {
      if (joined.has(account)) continue
      joined.add(account)
      warn('account', account.join(credentialId === undefined ? anonymousTerms : tokenTerms))
    }
  }
  /** Hears of every change in these accounts, if the client has subscribers. */
  const watch = (): void => {
    for (const { account } of accounts()) {
      if (!watched.has(account))
        watched.set(
          account,
          account.watch(() => stateStore.changed()),
        )
    }
  }
  logEvents(session.events, logger, defaults.maxWaitMs)
  const stateStore = new StateStore({
    clock,
    look: () => view(session),
    watch() {
      isWatching = true
      watch()
      return () => {
        isWatching = false
        for (const stop of watched.values()) stop()
        watched.clear()
      }
    },
    onListenerError: report,
  })
  join()
  warnUnset(options, logger)
  const leave = scope.enter()

  return new Bando(session, {
    stateStore,
    setToken(given) {
      const token = checkTokenSource(given)
      checkPlace(token, settings)
      credentials.set(token)
    },
    async close(reason) {
      closing.abort(reason)
      session.open.cancel(reason)
      // A client that closes waits for no response, not even for one that the rules need.
      session.attempts.cancel(reason)
      credentials.close()
      // How each request ended is written first.
      await leave()
      stateStore.close()
      session.events.close()
    },
  })
}
