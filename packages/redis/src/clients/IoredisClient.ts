/** What is used of ioredis: `Redis` or `Cluster` of version 5 or 6. */
export interface IoredisClient {
  evalsha(sha1: string, numkeys: number, ...keysAndArgs: string[]): Promise<unknown>
  eval(script: string, numkeys: number, ...keysAndArgs: string[]): Promise<unknown>
  duplicate(overrides?: object): unknown
}

/** What is used of the connection that `duplicate()` makes. */
export interface IoredisSubscriber {
  readonly stream?: { unref?(): unknown } | undefined
  subscribe(channel: string): Promise<unknown>
  unsubscribe(channel: string): Promise<unknown>
  disconnect(): void
  on(event: string, listener: (...args: string[]) => void): unknown
}
