const maxInvalid = 5
const withinMs = 60_000
const lockedForMs = 15 * 60_000

/** The failed attempts of one owner, or from one address. */
interface Attempts {
  readonly invalidAt: number[]
  lockedUntil: number
}

/**
 * The lockout of CONTRACT C7. The fifth invalid attempt within a minute locks the owner of the
 * token and the caller's address for 15 minutes. Here all tokens have one owner, and all callers
 * one address.
 */
export class LockoutServer {
  lockouts = 0
  served = 0
  /** Every token ever issued, and whether it is valid now. */
  readonly #tokens = new Map<string, boolean>()
  readonly #owner: Attempts = { invalidAt: [], lockedUntil: 0 }
  readonly #address: Attempts = { invalidAt: [], lockedUntil: 0 }

  issue(token: string): void {
    this.#tokens.set(token, true)
  }

  revoke(token: string): void {
    this.#tokens.set(token, false)
  }

  handle(token: string, now: number): Response {
    const concerned = this.#tokens.has(token) ? [this.#owner, this.#address] : [this.#address]
    const lockedUntil = Math.max(...concerned.map((attempts) => attempts.lockedUntil))
    if (lockedUntil > now) return forbid(lockedUntil - now)
    if (this.#tokens.get(token) === true) {
      this.served += 1
      return new Response(null, { status: 204 })
    }
    const locking = concerned.filter((attempts) => count(attempts, now) >= maxInvalid)
    for (const attempts of locking) {
      attempts.lockedUntil = now + lockedForMs
      attempts.invalidAt.length = 0
    }
    if (locking.length > 0) this.lockouts += 1
    const headers = { 'www-authenticate': 'Bearer error="invalid_token"' }
    return new Response(null, { status: 401, headers })
  }
}

/** Records an attempt, and returns how many there were within the period. */
function count({ invalidAt }: Attempts, now: number): number {
  invalidAt.push(now)
  while (invalidAt[0] !== undefined && invalidAt[0] + withinMs <= now) invalidAt.shift()
  return invalidAt.length
}

function forbid(leftMs: number): Response {
  return new Response('All authentication attempts are refused for now.', {
    status: 403,
    headers: { 'retry-after': String(Math.ceil(leftMs / 1000)) },
  })
}
