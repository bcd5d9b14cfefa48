import type { Script } from '../scripts/Script.ts'

export interface SubscribeOptions {
  readonly onMessage: (channel: string, message: string) => void
  readonly onLost: () => void
  /** The connection is back. Its channels are subscribed again, but messages are missing. */
  readonly onReconnect: () => void
}

/** Connection for subscriptions alone. */
export interface Subscriber {
  /** Rejects if Redis does not allow it. */
  subscribe(channel: string): Promise<unknown>
  unsubscribe(channel: string): Promise<unknown>
  close(): void
}

/** Port: the commands in use, whichever client sends them. */
export interface RedisCommands {
  evalsha(script: Script, keys: readonly string[], args: readonly string[]): Promise<unknown>
  eval(script: Script, keys: readonly string[], args: readonly string[]): Promise<unknown>
  /** Opens a connection of its own. */
  subscriber(options: SubscribeOptions): Subscriber
}
