import type { RedisCommands, Subscriber } from '../clients/RedisCommands.ts'

export interface Watcher {
  readonly onMessage: (message: string) => void
  /** Messages may have been missed. */
  readonly onGap: () => void
  /** Redis does not allow to subscribe. Returns how to stop what is done instead. */
  readonly onRefused: () => () => void
}

interface Watching {
  readonly watcher: Watcher
  /** How to stop what is done instead of subscribing. */
  stopInstead: (() => void) | undefined
}

interface Channel {
  readonly watching: Set<Watching>
  isRefused: boolean
}

/** Hears of what other members publish. It has a connection only while a member watches. */
export class News {
  readonly #commands: RedisCommands
  readonly #channels = new Map<string, Channel>()
  #subscriber: Subscriber | undefined

  constructor(commands: RedisCommands) {
    this.#commands = commands
  }

  /** Returns how to stop. */
  watch(name: string, watcher: Watcher): () => void {
    const watching: Watching = { watcher, stopInstead: undefined }
    const channel = this.#channels.get(name) ?? this.#open(name)
    channel.watching.add(watching)
    if (channel.isRefused) watching.stopInstead = watcher.onRefused()
    return () => {
      watching.stopInstead?.()
      channel.watching.delete(watching)
      // One that stops to watch in another way must not lose its connection.
      queueMicrotask(() => this.#tidy(name))
    }
  }

  #open(name: string): Channel {
    const channel: Channel = { watching: new Set(), isRefused: false }
    this.#channels.set(name, channel)
    void this.#subscribe(name, channel)
    return channel
  }

  async #subscribe(name: string, channel: Channel): Promise<void> {
    try {
      await this.#connection().subscribe(name)
      for (const { watcher } of channel.watching) watcher.onGap()
    } catch {
      channel.isRefused = true
      for (const each of channel.watching) each.stopInstead ??= each.watcher.onRefused()
    }
  }

  #connection(): Subscriber {
    this.#subscriber ??= this.#commands.subscriber({
      onMessage: (channel, message) => {
        for (const { watcher } of this.#channels.get(channel)?.watching ?? []) watcher.onMessage(message)
      },
      onReconnect: () => {
        for (const { watching } of this.#channels.values())
          for (const { watcher } of watching) watcher.onGap()
      },
    })
    return this.#subscriber
  }

  #tidy(name: string): void {
    if (this.#channels.get(name)?.watching.size !== 0) return
    this.#channels.delete(name)
    if (this.#channels.size > 0) void this.#subscriber?.unsubscribe(name).catch(() => {})
    else {
      this.#subscriber?.close()
      this.#subscriber = undefined
    }
  }
}
