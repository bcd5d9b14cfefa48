import { parseArgs } from 'node:util'

export interface Flags {
  readonly rounds: number
  /** How long each candidate serves in a round. */
  readonly seconds: number
  /** The number of requests after which memory is measured; 0 skips it. */
  readonly requests: number
  /**
   * Parts of names, one of which a candidate's name must contain. The first candidate is always
   * measured.
   */
  readonly only: readonly string[]
}

export const usage = 'bench [--rounds 5] [--seconds 5] [--requests 1000000] [--only <part of a name>]…'

/**
 * Parses the flags.
 * @throws Error with the flag, what it accepts and what it was given
 */
export function readFlags(args: readonly string[]): Flags {
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    options: {
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '5' },
      requests: { type: 'string', default: '1000000' },
      only: { type: 'string', multiple: true, default: [] },
    },
  })
  return {
    rounds: wholeNumber('rounds', values.rounds, 1),
    seconds: wholeNumber('seconds', values.seconds, 1),
    requests: wholeNumber('requests', values.requests, 0),
    only: values.only.map((word) => word.toLowerCase()),
  }
}

function wholeNumber(name: string, text: string, least: number): number {
  const number = Number(text)
  if (text.trim() !== '' && Number.isSafeInteger(number) && number >= least) return number
  throw new Error(`--${name}: needs a whole number from ${least} up. Found ${JSON.stringify(text)}.`)
}
