/**
 * Tells other tabs and workers of what was written. There is a channel only while a store
 * listens or tells.
 */
export class News {
  readonly #name: string
  readonly #listeners = new Set<(key: string) => void>()
  #channel: BroadcastChannel | undefined

  constructor(name: string) {
    this.#name = name
  }

  tell(key: string): void {
    const channel = this.#channel ?? this.#open()
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- only windows have one
    channel?.postMessage(key)
    if (channel !== this.#channel) channel?.close()
  }

  watch(key: string, listener: () => void): () => void {
    const hear = (told: string): void => {
      if (told === key) listener()
    }
    this.#listeners.add(hear)
    this.#channel ??= this.#open()
    return () => {
      this.#listeners.delete(hear)
      if (this.#listeners.size > 0) return
      this.#channel?.close()
      this.#channel = undefined
    }
  }

  #open(): BroadcastChannel | undefined {
    if (typeof BroadcastChannel === 'undefined' || typeof indexedDB === 'undefined') return undefined
    const channel = new BroadcastChannel(this.#name)
    // In Node a channel keeps the process running.
    if ('unref' in channel && typeof channel.unref === 'function') channel.unref()
    channel.addEventListener('message', ({ data }: MessageEvent<string>) => {
      for (const listener of this.#listeners) listener(data)
    })
    return channel
  }
}
