import type { RedisCommands, Subscriber } from '../clients/RedisCommands.ts'

export interface NewsOptions {
  /** Reads a message. Returns whether it says anything new. */
  readonly read: (channel: string, message: string) => boolean
  /** Messages may have been missed. */
  readonly onGap: (channel: string) => void
}

export interface Watcher {
  readonly onNews: () => void
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
  state: 'subscribing' | 'listening' | 'refused'
}

/** Hears of what other members publish. It has a connection only while a member watches. */
export class News {
  readonly #commands: RedisCommands
  readonly #options: NewsOptions
  readonly #channels = new Map<string, Channel>()
  #subscriber: Subscriber | undefined

  constructor(commands: RedisCommands, options: NewsOptions) {
    this.#commands = commands
    this.#options = options
  }

  /** Whether each message of a channel is heard, as far as is known. */
  isListening(name: string): boolean {
    return this.#channels.get(name)?.state === 'listening'
  }

  /** Returns how to stop. */
  watch(name: string, watcher: Watcher): () => void {
    const watching: Watching = { watcher, stopInstead: undefined }
    const channel = this.#channels.get(name) ?? this.#open(name)
    channel.watching.add(watching)
    if (channel.state === 'refused') watching.stopInstead = watcher.onRefused()
    return () => {
      watching.stopInstead?.()
      channel.watching.delete(watching)
      // One that stops to watch in another way must not lose its connection.
      queueMicrotask(() => this.#tidy(name))
    }
  }

  #open(name: string): Channel {
    const channel: Channel = { watching: new Set(), state: 'subscribing' }
    this.#channels.set(name, channel)
    void this.#subscribe(name, channel)
    return channel
  }

  async #subscribe(name: string, channel: Channel): Promise<void> {
    try {
      await this.#connection().subscribe(name)
      channel.state = 'listening'
      for (const each of channel.watching) {
        each.stopInstead?.()
        each.stopInstead = undefined
      }
      this.#options.onGap(name)
      tell(channel)
    } catch {
      channel.state = 'refused'
      for (const each of channel.watching) each.stopInstead ??= each.watcher.onRefused()
    }
  }

  #connection(): Subscriber {
    this.#subscriber ??= this.#commands.subscriber({
      onMessage: (name, message) => {
        const channel = this.#channels.get(name)
        if (channel && this.#options.read(name, message)) tell(channel)
      },
      onLost: () => {
        for (const channel of this.#channels.values())
          if (channel.state === 'listening') channel.state = 'subscribing'
      },
      onReconnect: () => {
        for (const [name, channel] of this.#channels) void this.#subscribe(name, channel)
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

function tell({ watching }: Channel): void {
  for (const { watcher } of watching) watcher.onNews()
}
