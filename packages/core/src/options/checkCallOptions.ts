import { BandoConfigError } from '../errors/BandoConfigError.ts'
import type { RequestOptions } from './BandoOptions.ts'
import type { ResponseForm, ResponseOptions } from './ResponseOptions.ts'
import { checkNames, isPlainObject } from './checkNames.ts'
import { kindOf } from '../errors/show.ts'

/** What one call takes, its body included. */
export type CallOptions = RequestOptions & ResponseOptions<ResponseForm> & { readonly body?: unknown }

/** The names of the options of a call. */
export const callOptionNames: readonly string[] = /* @__PURE__ */ Object.keys({
  query: 0,
  params: 0,
  headers: 0,
  idempotencyKey: 0,
  signal: 0,
  priority: 0,
  maxWaitMs: 0,
  timeoutMs: 0,
  deadlineMs: 0,
  maxBodyBytes: 0,
  whenLocked: 0,
  requireToken: 0,
  dedupe: 0,
  fetchOptions: 0,
  group: 0,
  key: 0,
  as: 0,
  schema: 0,
  body: 0,
} satisfies Record<keyof CallOptions, 0>)

/**
 * Refuses what is not an object of options, and options that there are not. @throws
 * BandoConfigError
 */
export function checkCallOptions(options: CallOptions): void {
  if (!isPlainObject(options)) {
    throw new BandoConfigError(
      `options: a call takes them in one object, such as { timeoutMs: 5000 }. Found ${kindOf(options)}.`,
    )
  }
  checkNames(options, callOptionNames)
}
