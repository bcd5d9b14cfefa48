/** Options of `redisStore`. */
export interface RedisStoreOptions {
  /**
   * What the names of keys and channels begin with. Clients with another prefix share nothing with
   * these.
   * @defaultValue 'bando'
   */
  readonly prefix?: string | undefined
  /**
   * What calls do while Redis does not reply, once the permits that this process holds are spent.
   * `wait`: they wait, no longer than `maxWaitMs`. `fail`: they fail with a `BandoStoreError`.
   * @defaultValue 'wait'
   */
  readonly onOutage?: 'wait' | 'fail' | undefined
  /**
   * Part of the limit that each process may spend while Redis does not reply, from 0 to below 1.
   * Redis sets it aside for the process, and gives it to no other call. With a token two processes
   * at most have one, and spend it as long as the token is verified.
   * @defaultValue 0
   */
  readonly outageShare?: number | undefined
  /**
   * How long a command may take, in ms. Redis may still run it later.
   * @defaultValue 1000
   */
  readonly commandTimeoutMs?: number | undefined
  /**
   * How a process hears of what the others do. `pubsub`: by a connection of its own, which
   * `client.duplicate()` makes and the store closes. `poll`: it asks, every 50 ms on average while
   * a call waits. A process that may not subscribe asks too.
   * @defaultValue 'pubsub'
   */
  readonly news?: 'pubsub' | 'poll' | undefined
}

export type ParsedOptions = Required<{
  [Name in keyof RedisStoreOptions]: NonNullable<RedisStoreOptions[Name]>
}>
