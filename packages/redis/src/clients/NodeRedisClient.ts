interface EvalOptions {
  keys?: string[]
  arguments?: string[]
}

/**
 * What is used of node-redis: what `createClient`, `createCluster`, `createSentinel` or
 * `createClientPool` of version 5 or 6 makes.
 */
export interface NodeRedisClient {
  evalSha(sha1: string, options: EvalOptions): Promise<unknown>
  eval(script: string, options: EvalOptions): Promise<unknown>
}

/** What is used of the connection that `duplicate()` makes. */
export interface NodeRedisSubscriber {
  connect(): Promise<unknown>
  destroy(): unknown
  unref?(): void
  subscribe(channel: string, listener: (message: string, channel: string) => void): Promise<unknown>
  unsubscribe(channel: string): Promise<unknown>
  on(event: string, listener: () => void): unknown
}
