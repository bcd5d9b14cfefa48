import type { Random } from '../time/random.ts'
import type { LockoutServer } from './LockoutServer.ts'

export interface GatewayOptions {
  readonly server: LockoutServer
  readonly random: Random
  readonly gatewayShare: number
  readonly brokenShare: number
}

/** How many responses to failed logins may be lost within a minute (P2, given b). */
const mostMissing = 3
const withinMs = 60_000

/** A gateway in front of the API, which fails on the way back. */
export class Gateway {
  readonly #options: GatewayOptions
  #missingAt: number[] = []

  constructor(options: GatewayOptions) {
    this.#options = options
  }

  handle(path: string, token: string, now: number): Response {
    const { server, random, gatewayShare, brokenShare } = this.#options
    if (path === '/open') return new Response(null, { status: 404 })
    const response = server.handle(token, now)
    if (random() < gatewayShare && this.mayLose(response, now)) return new Response(null, { status: 504 })
    return response.ok && random() < brokenShare ? new Response(null, { status: 500 }) : response
  }

  /** Returns true if the client may miss `response`. If so, counts it. */
  mayLose({ status }: Response, now: number): boolean {
    if (status !== 401) return true
    this.#missingAt = this.#missingAt.filter((at) => at + withinMs > now)
    if (this.#missingAt.length >= mostMissing) return false
    this.#missingAt.push(now)
    return true
  }
}
