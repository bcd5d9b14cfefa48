import { newRecord } from './newRecord.ts'

/**
 * Attempts that differ only by their ids, as they are stored: one of them, and the numbers of the
 * ids as ranges.
 */
export type PackedAttempts<Attempt> = readonly (readonly [attempt: Attempt, numbers: string])[]

/**
 * Stores the attempts of a member, whose ids are `<member>.<number in base 36>`, in a size that
 * hardly grows with their count.
 */
export function packAttempts<Attempt extends object>(
  attempts: Readonly<Record<string, Attempt>>,
): PackedAttempts<Attempt> {
  const groups: { readonly attempt: Attempt; readonly numbers: number[] }[] = []
  for (const id in attempts) {
    const attempt = attempts[id] as Attempt
    const number = Number.parseInt(id.slice(id.lastIndexOf('.') + 1), 36)
    // Those of one commit come one after another.
    const last = groups.at(-1)
    if (last && isSame(last.attempt, attempt)) last.numbers.push(number)
    else groups.push({ attempt, numbers: [number] })
  }
  return groups.map(({ attempt, numbers }) => [attempt, toRanges(numbers)] as const)
}

function isSame<Attempt extends object>(one: Attempt, other: Attempt): boolean {
  for (const key in one) if (one[key] !== other[key]) return false
  for (const key in other) if (one[key] !== other[key]) return false
  return true
}

export function unpackAttempts<Attempt>(
  memberId: string,
  packed: PackedAttempts<Attempt>,
): Record<string, Attempt> {
  const attempts = newRecord<Attempt>()
  for (const [attempt, ranges] of packed) {
    for (const range of ranges.split(',')) {
      const [first = 0, last = first] = range.split('-').map((number) => Number.parseInt(number, 36))
      for (let number = first; number <= last; number += 1)
        attempts[`${memberId}.${number.toString(36)}`] = attempt
    }
  }
  return attempts
}

/** `1-5,8`, in base 36. */
function toRanges(numbers: readonly number[]): string {
  const ranges: [first: number, last: number][] = []
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const range = ranges.at(-1)
    if (range && number === range[1] + 1) range[1] = number
    else ranges.push([number, number])
  }
  return ranges
    .map(([first, last]) => (first === last ? [first] : [first, last]))
    .map((range) => range.map((number) => number.toString(36)).join('-'))
    .join(',')
}
