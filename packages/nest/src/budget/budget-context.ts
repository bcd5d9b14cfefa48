import { AsyncLocalStorage } from 'node:async_hooks'
import type { BandoFetchInit, RequestOptions } from '@bando/core'

/** What the calls of one handler may set for the budget. @publicApi */
export type BandoBudgetOptions = Pick<RequestOptions, 'priority' | 'maxWaitMs'>

const storage = new AsyncLocalStorage<BandoBudgetOptions>()

/**
 * Runs `callback`; every call that it makes takes these options, and those of an outer one that are
 * not given here.
 */
export function runWithBudget<Result>(options: BandoBudgetOptions, callback: () => Result): Result {
  return storage.run({ ...storage.getStore(), ...options }, callback)
}

/** Returns the options of a call, completed by those of the handler that makes it. */
export function withBudget<Options extends BandoBudgetOptions>(
  options: Options | undefined,
): Options | undefined {
  const budget = storage.getStore()
  if (budget === undefined) return options
  const { priority = budget.priority, maxWaitMs = budget.maxWaitMs } = options ?? {}
  return { ...(options as Options), priority, maxWaitMs }
}

/** The same for a call of `bando.fetch`. */
export function withFetchBudget(init: BandoFetchInit | undefined): BandoFetchInit | undefined {
  const budget = storage.getStore()
  if (budget === undefined) return init
  const ofHandler = budget.priority === 'normal' ? 'auto' : budget.priority
  const { priority = ofHandler, maxWaitMs = budget.maxWaitMs } = init ?? {}
  return { ...init, ...(priority !== undefined && { priority }), maxWaitMs }
}
