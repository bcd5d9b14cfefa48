import type { Clock } from '../contract/Clock.ts'
import type { Store } from '../contract/Store.ts'
import type { ScopeOptions, ScopeSharing } from './Scope.ts'
import { Scope } from './Scope.ts'
import { systemClock } from './systemClock.ts'

/** Clients that are given the same store share their accounts; the process has one of its own. */
type Scopes = WeakMap<object, WeakMap<Clock, Map<string, Scope>>>

interface Registry {
  readonly processStore: object
  readonly clock: Clock
  readonly scopes: Scopes
}

/**
 * Changes with the shape of what is kept, so that copies of the package share only what they both
 * understand.
 */
const key = Symbol.for('@bando/core/registry/4')

/** Changes with the shape of a snapshot, so that members share only what they all understand. */
const snapshotVersion = 5

/**
 * Returns the only state outside a client. A second copy of the package, or a hot reload, finds it
 * again.
 */
function registry(): Registry {
  const scope = globalThis as { [key]?: Registry }
  scope[key] ??= { processStore: {}, clock: systemClock(), scopes: new WeakMap() }
  return scope[key]
}

/** The clock of this process. */
export function sharedClock(): Clock {
  return registry().clock
}

/** The origin that clients with the same store, clock and URL origin share. */
export function sharedScope(
  store: Store | undefined,
  url: string,
  options: ScopeOptions & Pick<ScopeSharing, 'onDamage'>,
): Scope {
  const { processStore, scopes } = registry()
  const byClock = obtain(scopes, store ?? processStore, () => new WeakMap<Clock, Map<string, Scope>>())
  const byUrl = obtain(byClock, options.clock, () => new Map<string, Scope>())
  for (const [each, scope] of byUrl) if (each !== url && scope.isIdle) byUrl.delete(each)
  const member =
    store?.kind === 'shared' ? { store, key: `${url}#${snapshotVersion}`, ...options } : undefined
  return obtain(byUrl, url, () => new Scope(options, member))
}

interface Table<Key, Value> {
  get(key: Key): Value | undefined
  set(key: Key, value: Value): unknown
}

function obtain<Key, Value>(table: Table<Key, Value>, key: Key, make: () => Value): Value {
  const existing = table.get(key)
  if (existing !== undefined) return existing
  const made = make()
  table.set(key, made)
  return made
}
