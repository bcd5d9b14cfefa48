import type * as platform from '../contract/platform.ts'
import { BandoConfigError } from '../errors/BandoConfigError.ts'
import { isPlainObject } from './checkNames.ts'
import { mistake } from './checks.ts'

/** What the client sets itself. */
type OwnName = 'method' | 'headers' | 'body' | 'signal' | 'redirect'

/**
 * What `fetch` takes beside what a call sets: `cache`, `credentials`, `keepalive`, `mode` …, and
 * the platform's own, such as `next` or `dispatcher`.
 */
export type FetchOptions = Omit<platform.RequestInit, OwnName> & { readonly [name: string]: unknown }

const instead: Readonly<Record<OwnName, string>> = {
  method: 'Use post, put, patch, delete, or request(method, path, options).',
  headers: 'Use the option headers of the call.',
  body: 'Use post, put or patch, or the option body of request.',
  signal: 'Use the option signal of the call.',
  redirect: 'Use bando.fetch, which takes it.',
}

/** A copy of what a call passes on to the transport. @throws BandoConfigError */
export function checkFetchOptions(given: FetchOptions | undefined): FetchOptions | undefined {
  if (given === undefined) return undefined
  if (!isPlainObject(given)) throw mistake('fetchOptions', "an object, such as { cache: 'no-store' }", given)
  for (const [name, advice] of Object.entries(instead)) {
    if (name in given) throw new BandoConfigError(`fetchOptions.${name}: is the client's to set. ${advice}`)
  }
  return { ...given }
}
