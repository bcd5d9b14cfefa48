import type { IoredisClient, IoredisSubscriber } from './IoredisClient.ts'
import type { RedisCommands } from './RedisCommands.ts'

/**
 * The options of a single connection that subscribes: it may be asked before it is connected, and
 * never gives up.
 */
const subscribing = { lazyConnect: false, enableOfflineQueue: true, maxRetriesPerRequest: null }

/** Sends commands by ioredis. */
export function ioredisCommands(client: IoredisClient): RedisCommands {
  return {
    evalsha: ({ sha1 }, keys, args) => client.evalsha(sha1, keys.length, ...keys, ...args),
    eval: ({ lua }, keys, args) => client.eval(lua, keys.length, ...keys, ...args),
    subscriber({ onMessage, onLost, onReconnect }) {
      const connection = duplicate(client)
      let connects = 0
      connection.on('message', (channel = '', message = '') => onMessage(channel, message))
      connection.on('connect', () => {
        // Only a call that waits keeps the process running.
        connection.stream?.unref?.()
      })
      connection.on('ready', () => {
        connects += 1
        if (connects > 1) onReconnect()
      })
      connection.on('close', onLost)
      // ioredis connects again by itself.
      connection.on('error', () => {})
      return {
        subscribe: (channel) => connection.subscribe(channel),
        unsubscribe: (channel) => connection.unsubscribe(channel),
        close: () => connection.disconnect(),
      }
    },
  }
}

function duplicate(client: IoredisClient): IoredisSubscriber {
  const isCluster = 'isCluster' in client && client.isCluster === true
  return (isCluster ? client.duplicate() : client.duplicate(subscribing)) as IoredisSubscriber
}
