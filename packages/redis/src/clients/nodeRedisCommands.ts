import type { NodeRedisClient, NodeRedisSubscriber } from './NodeRedisClient.ts'
import type { RedisCommands } from './RedisCommands.ts'

/** Sends commands by node-redis. */
export function nodeRedisCommands(client: NodeRedisClient): RedisCommands {
  return {
    evalsha: ({ sha1 }, keys, args) => client.evalSha(sha1, { keys: [...keys], arguments: [...args] }),
    eval: ({ lua }, keys, args) => client.eval(lua, { keys: [...keys], arguments: [...args] }),
    subscriber({ onMessage, onLost, onReconnect }) {
      const connection = duplicate(client)
      let connects = 0
      connection.on('ready', () => {
        connects += 1
        // Only a call that waits keeps the process running.
        connection.unref?.()
        if (connects > 1) onReconnect()
      })
      // node-redis connects again by itself.
      connection.on('error', onLost)
      connection.on('reconnecting', onLost)
      const connected = connection.connect()
      connected.catch(() => {})
      const hear = (message: string, channel: string): void => onMessage(channel, message)
      return {
        async subscribe(channel) {
          await connected
          await connection.subscribe(channel, hear)
        },
        unsubscribe: (channel) => connection.unsubscribe(channel),
        close() {
          try {
            void Promise.resolve(connection.destroy()).catch(() => {})
          } catch {
            // It is closed already.
          }
        },
      }
    },
  }
}

/** @throws Error if the client cannot be duplicated */
function duplicate(client: NodeRedisClient): NodeRedisSubscriber {
  if ('duplicate' in client && typeof client.duplicate === 'function')
    return client.duplicate() as NodeRedisSubscriber
  throw new Error('the client has no duplicate()')
}
