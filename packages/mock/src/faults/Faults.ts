import { fingerprint, isFingerprint } from '../accounts/fingerprint.ts'
import { readCredential } from '../accounts/readCredential.ts'
import { checkOption } from '../options/checkOption.ts'
import { faultSchema } from '../options/faultSchema.ts'
import type { Call } from '../server/Call.ts'
import type { Fault } from './Fault.ts'
import { Random } from './Random.ts'

interface Armed {
  readonly id: number
  readonly fault: Fault
  seen: number
  played: number
}

/** A fault with its random parts drawn, as it is played on one request. */
export interface DrawnFault extends Fault {
  readonly processAfterMs?: number
  readonly delayMs?: number
}

/** The active faults, oldest first. The first that matches a request is played. */
export class Faults {
  readonly #seed: number
  readonly #initial: readonly Fault[]
  #random: Random
  #armed: Armed[] = []
  #ids = 0

  constructor(initial: readonly Fault[], seed: number) {
    this.#seed = seed
    this.#initial = initial
    this.#random = new Random(seed)
    this.reset()
  }

  /**
   * Adds a fault until it has been played `times` times. Returns the id for `remove`.
   * @throws {MockOptionError} if an option of the fault is invalid
   */
  add(fault: Fault): number {
    const armed = this.#arm(fault)
    this.#armed.push(armed)
    return armed.id
  }

  /**
   * Adds a fault for the next matching request, ahead of all others. Returns the id for `remove`.
   * @throws {MockOptionError} if an option of the fault is invalid
   */
  next(fault: Fault): number {
    const armed = this.#arm({ ...fault, times: 1 })
    this.#armed.unshift(armed)
    return armed.id
  }

  remove(id: number): void {
    this.#armed = this.#armed.filter((armed) => armed.id !== id)
  }

  clear(): void {
    this.#armed = []
  }

  /**
   * Lists the active faults. Each token is shown as its fingerprint, which matches the same
   * requests.
   */
  list(): { id: number; played: number; fault: Fault }[] {
    return this.#armed.map(({ id, played, fault }) => ({ id, played, fault: shown(fault) }))
  }

  /** Restores the faults and the seed that the mock was created with. */
  reset(): void {
    this.#random = new Random(this.#seed)
    this.clear()
    for (const fault of this.#initial) this.add(fault)
  }

  #arm(fault: Fault): Armed {
    return { id: ++this.#ids, fault: checkOption(faultSchema, fault, 'fault'), seen: 0, played: 0 }
  }

  /**
   * Returns the fault to play on this request, if any, and removes a fault that is used up. Draws
   * all random values here, so that they depend on the order of requests and not on their duration.
   */
  take(call: Call): DrawnFault | undefined {
    if (this.#armed.length === 0) return undefined
    for (const armed of this.#armed) {
      if (!concerns(armed.fault, call)) continue
      armed.seen += 1
      const { nth = 1, probability = 1, times = Number.POSITIVE_INFINITY } = armed.fault
      if (armed.seen % nth !== 0 || (probability < 1 && this.#random.next() >= probability)) continue
      armed.played += 1
      if (armed.played >= times) this.remove(armed.id)
      return this.#drawn(armed.fault)
    }
    return undefined
  }

  #drawn({ processAfterMs, delayMs, ...fault }: Fault): DrawnFault {
    return {
      ...fault,
      ...(processAfterMs !== undefined && { processAfterMs: this.#random.delayMs(processAfterMs) }),
      ...(delayMs !== undefined && { delayMs: this.#random.delayMs(delayMs) }),
    }
  }
}

function shown(fault: Fault): Fault {
  const { token } = fault
  return token === undefined || isFingerprint(token) ? { ...fault } : { ...fault, token: fingerprint(token) }
}

function concerns({ method, path, token }: Fault, call: Call): boolean {
  if (method !== undefined && method.toUpperCase() !== call.method) return false
  if (path !== undefined && !matches(path, call.path)) return false
  if (token === undefined) return true
  const credential = readCredential(call.header('authorization'))
  return (
    credential.kind === 'bearer' && (credential.token === token || fingerprint(credential.token) === token)
  )
}

function matches(pattern: string, path: string): boolean {
  const [start = '', ...rest] = pattern.split('*')
  if (rest.length === 0) return pattern === path
  if (!path.startsWith(start)) return false
  let from = start.length
  const end = rest.pop() ?? ''
  for (const part of rest) {
    const at = path.indexOf(part, from)
    if (at === -1) return false
    from = at + part.length
  }
  return path.length - end.length >= from && path.endsWith(end)
}
