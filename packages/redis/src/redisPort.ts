import type { StorePort } from '@bando/core/store'
import type { RedisCommands } from './clients/RedisCommands.ts'
import { Courier } from './commit/Courier.ts'
import { decodeMessage } from './commit/decodeReply.ts'
import { ScopeState } from './commit/ScopeState.ts'
import { pause as pauseFor } from './commit/waits.ts'
import type { ParsedOptions } from './RedisStoreOptions.ts'
import { News } from './watch/News.ts'
import { poll } from './watch/poll.ts'

export interface RedisPortOptions extends ParsedOptions {
  /** Monotonic milliseconds. @defaultValue those of this process */
  readonly now?: () => number
  readonly random?: () => number
  /** How a commit waits between conflicts. @defaultValue real time */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>
}

/** The states of scopes in Redis. */
export function redisPort(commands: RedisCommands, options: RedisPortOptions): StorePort {
  const { prefix, outageShare, commandTimeoutMs } = options
  // A member spends its share once it knows that Redis is away.
  const onOutage = outageShare > 0 ? 'fail' : options.onOutage
  const { now = () => performance.now(), random = Math.random, pause = pauseFor } = options
  const courier = new Courier(commands, { onOutage, commandTimeoutMs, now, random })
  const memberId = Math.trunc(random() * 2 ** 52).toString(36)
  let commits = 0
  const states = new Map<string, ScopeState>()
  // The braces keep what belongs to a scope on one node of a Cluster.
  const nameOf = (key: string): string => `${prefix}:{${key}}`

  /** By the name of its key, which is that of its channel too. */
  function stateOf(key: string): ScopeState {
    let state = states.get(key)
    if (state === undefined) {
      const nextStamp = (): string => `${memberId}.${(commits += 1).toString(36)}`
      const channel = options.news === 'pubsub' ? key : ''
      const isListening = (): boolean => news.isListening(key)
      state = new ScopeState({
        key,
        channel,
        courier,
        isListening,
        member: memberId,
        nextStamp,
        now,
        random,
        pause,
      })
      states.set(key, state)
    }
    return state
  }

  const news = new News(commands, {
    read(channel, message) {
      const decoded = decodeMessage(message)
      const state = states.get(channel)
      if (decoded === undefined) state?.doubt()
      if (decoded === undefined || state === undefined) return true
      return state.hear(decoded)
    },
    onGap: (channel) => states.get(channel)?.doubt(),
  })

  return {
    commit: (key, change, context) => stateOf(nameOf(key)).commit(change, context),
    watch: (key, listener, { isWaiting }) =>
      options.news === 'poll'
        ? poll(listener, { isWaiting, random })
        : news.watch(nameOf(key), {
            onNews: listener,
            onRefused: () => poll(listener, { isWaiting, random }),
          }),
  }
}
