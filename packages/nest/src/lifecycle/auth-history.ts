import type { Bando, BandoState, Clock } from '@bando/core'

type Status = BandoState['auth']['status']

/**
 * Remembers since when the token has the status that it has. It looks when a response has changed
 * it, and when it is asked: a subscriber would be told of every request.
 */
export class AuthHistory {
  #status: Status
  #since: number
  readonly stop: () => void

  constructor(
    private readonly client: Bando,
    private readonly clock: Pick<Clock, 'epoch'>,
  ) {
    this.#status = client.state.auth.status
    this.#since = clock.epoch()
    const look = (): unknown => this.since
    const stops = (['verified', 'rejected', 'locked'] as const).map((event) => client.on(event, look))
    this.stop = () => stops.forEach((stop) => stop())
  }

  /** Epoch milliseconds at which the token got its status. */
  get since(): number {
    const { status } = this.client.state.auth
    if (status !== this.#status) {
      this.#status = status
      this.#since = this.clock.epoch()
    }
    return this.#since
  }
}
