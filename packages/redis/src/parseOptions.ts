import { BandoConfigError } from '@bando/core'
import type { ParsedOptions, RedisStoreOptions } from './RedisStoreOptions.ts'

/** The default of each option. */
export const defaults: ParsedOptions = Object.freeze({
  prefix: 'bando',
  onOutage: 'wait',
  // What is set aside is of no use as long as Redis replies.
  outageShare: 0,
  // A Redis in another region replies within 300 ms.
  commandTimeoutMs: 1000,
  news: 'pubsub',
})

/** @throws BandoConfigError naming the option, what it takes and what was found */
export function parseOptions(given: RedisStoreOptions): ParsedOptions {
  for (const name of Object.keys(given))
    if (!Object.hasOwn(defaults, name))
      throw mistake(name, `one of ${Object.keys(defaults).join(', ')}`, name)
  const prefix = given.prefix ?? defaults.prefix
  // A Cluster keeps what has one text in braces on one node.
  if (typeof prefix !== 'string' || !/^[^{}\s]+$/.test(prefix))
    throw mistake('prefix', 'a text without braces and spaces', prefix)
  const onOutage = given.onOutage ?? defaults.onOutage
  if (onOutage !== 'wait' && onOutage !== 'fail') throw mistake('onOutage', "'wait' or 'fail'", onOutage)
  const outageShare = given.outageShare ?? defaults.outageShare
  if (!(typeof outageShare === 'number' && outageShare >= 0 && outageShare < 1))
    throw mistake('outageShare', 'a share from 0 to below 1', outageShare)
  const commandTimeoutMs = given.commandTimeoutMs ?? defaults.commandTimeoutMs
  if (!(typeof commandTimeoutMs === 'number' && commandTimeoutMs >= 1 && commandTimeoutMs < Infinity))
    throw mistake('commandTimeoutMs', 'milliseconds, at least 1', commandTimeoutMs)
  const news = given.news ?? defaults.news
  if (news !== 'pubsub' && news !== 'poll') throw mistake('news', "'pubsub' or 'poll'", news)
  return Object.freeze({ prefix, onOutage, outageShare, commandTimeoutMs, news })
}

function mistake(name: string, expected: string, found: unknown): BandoConfigError {
  const shown = typeof found === 'string' || typeof found === 'number' ? JSON.stringify(found) : typeof found
  return new BandoConfigError(`redisStore: ${name} needs ${expected}. Found ${shown}.`)
}
