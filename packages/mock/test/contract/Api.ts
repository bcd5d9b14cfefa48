import { ask, type Ask, type Reply } from '../running/ask.ts'
import type { Announced } from '../running/startCommand.ts'

/** What `POST /_mock/tokens` takes. */
export interface Tier {
  readonly owner?: string
  readonly limit?: { readonly requests: number; readonly windowMs: number }
  readonly expiresInMs?: number
  readonly addresses?: readonly string[]
  readonly status?: 'revoked' | 'expired'
}

/**
 * The running mock as the rows of the contract see it: over HTTP alone, its clock standing still
 * until a row moves it.
 */
export class Api {
  readonly #url: string
  readonly standard: string
  readonly revoked: string

  constructor({ url, tokens }: Announced) {
    this.#url = url
    this.standard = tokens.standard
    this.revoked = tokens.revoked
  }

  ask(request?: Ask): Promise<Reply> {
    return ask(this.#url, request)
  }

  /** The statuses of so many requests, one after the other. */
  async statuses(count: number, request?: Ask): Promise<number[]> {
    const seen: number[] = []
    for (let sent = 0; sent < count; sent++) seen.push((await this.ask(request)).status)
    return seen
  }

  async issue(tier: Tier = {}): Promise<string> {
    const { token } = (await this.admin('POST', 'tokens', tier)) as { token: string }
    return token
  }

  async advance(advanceMs: number): Promise<void> {
    await this.admin('PATCH', 'clock', { advanceMs })
  }

  /**
   * Winds forward to the next whole hour of the server's clock, where windows on the hour begin.
   */
  async advanceToFullHour(): Promise<void> {
    const { now } = (await this.admin('GET', 'clock')) as { now: number }
    await this.advance(hourMs - (now % hourMs))
  }

  async admin(method: string, path: string, body?: unknown): Promise<unknown> {
    const { status, text } = await this.ask({
      method,
      path: `/_mock/${path}`,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (status >= 300) throw new Error(`${method} /_mock/${path} was answered ${status}: ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }
}

/** So many times the same status. */
export function times(count: number, status: number): number[] {
  return Array.from({ length: count }, () => status)
}

export const minuteMs = 60_000
export const hourMs = 3_600_000
/** A second address of this machine. */
export const elsewhere = '127.0.0.2'
