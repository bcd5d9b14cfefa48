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

/** A fault as it is played on one request. */
export interface DrawnFault extends Fault {
  readonly processAfterMs?: number
  readonly delayMs?: number
}

/** The faults in force, in the order they were added; the first that matches a request is played. */
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

  /** Arms a fault until it has been played `times` times; returns the number to `remove` it by. @throws {MockOptionError} if it means nothing */
  add(fault: Fault): number {
    const armed = this.#arm(fault)
    this.#armed.push(armed)
    return armed.id
  }

  /** Arms a fault for the next request that matches, ahead of all others. @throws {MockOptionError} if it means nothing */
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

  /** Those in force; a token goes by its fingerprint here, which means the same. */
  list(): { id: number; played: number; fault: Fault }[] {
    return this.#armed.map(({ id, played, fault }) => ({ id, played, fault: shown(fault) }))
  }

  /** Back to the faults the mock was created with, and to the seed. */
  reset(): void {
    this.#random = new Random(this.#seed)
    this.clear()
    for (const fault of this.#initial) this.add(fault)
  }

  #arm(fault: Fault): Armed {
    return { id: ++this.#ids, fault: checkOption(faultSchema, fault, 'fault'), seen: 0, played: 0 }
  }

  /** The fault to play on this request, if any; one that is spent is disarmed. All that is left to chance is drawn here, so that the order in which requests arrive decides, and not how long each takes. */
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
