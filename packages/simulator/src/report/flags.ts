import { parseArgs } from 'node:util'
import type { LatencyKind } from '../network/latency.ts'
import { latencyKinds } from '../network/latency.ts'

export interface Flags {
  readonly hours: number
  readonly seed: number
  readonly latency: LatencyKind
  /** Words, one of which the name of a client or server must contain. */
  readonly only: readonly string[]
}

export const usage = `simulate [--hours 24] [--seed 1] [--latency ${latencyKinds.join('|')}] [--only <part of a name>]…`

/**
 * Parses the flags.
 * @throws Error with the flag, what it accepts and what it was given
 */
export function readFlags(args: readonly string[]): Flags {
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    options: {
      hours: { type: 'string', default: '24' },
      seed: { type: 'string', default: '1' },
      latency: { type: 'string', default: 'tail' },
      only: { type: 'string', multiple: true, default: [] },
    },
  })
  const latency = latencyKinds.find((kind) => kind === values.latency)
  if (latency === undefined) {
    throw new Error(
      `--latency: needs one of ${latencyKinds.join(', ')}. Found ${JSON.stringify(values.latency)}.`,
    )
  }
  const only = values.only.map((word) => word.toLowerCase())
  return {
    hours: wholeNumber('hours', values.hours, 1),
    seed: wholeNumber('seed', values.seed, 0),
    latency,
    only,
  }
}

function wholeNumber(name: string, text: string, least: number): number {
  const number = Number(text)
  if (text.trim() !== '' && Number.isSafeInteger(number) && number >= least) return number
  throw new Error(`--${name}: needs a whole number from ${least} up. Found ${JSON.stringify(text)}.`)
}
