/** What other clients call these options. */
const elsewhere: Readonly<Record<string, string>> = {
  token: 'accesstoken apikey apitoken auth bearer key',
  baseUrl: 'endpoint host prefixurl url',
  limit: 'ratelimit',
  maxInFlight: 'concurrency',
  allowTokenInBrowser: 'dangerouslyallowbrowser',
  retry: 'maxretries retries',
  attempts: 'maxretries retries count',
  requests: 'max limit',
  windowMs: 'interval per',
  fetchOptions: 'cache credentials dispatcher keepalive mode next',
  body: 'data json',
  query: 'searchparams',
  as: 'responsetype parseas type',
}

/** The one of `names` that `given` was most likely meant to be, if one is near. */
export function closestName(given: string, names: readonly string[]): string | undefined {
  const meant = plain(given)
  const alias = names.find((name) => elsewhere[name]?.split(' ').includes(meant))
  if (alias !== undefined) return alias
  const near = (name: string): number => {
    const known = plain(name)
    const isBeginning = meant.length >= 4 && (known.startsWith(meant) || meant.startsWith(known))
    return isBeginning ? Math.min(1, distance(meant, known)) : distance(meant, known)
  }
  const [closest] = names
    .map((name) => ({ name, distance: near(name) }))
    .toSorted((a, b) => a.distance - b.distance)
  return closest !== undefined && closest.distance <= Math.max(1, meant.length / 3) ? closest.name : undefined
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z\d]/g, '')
}

/**
 * Letters to insert, remove, replace or swap with their neighbour: the optimal string alignment
 * distance.
 */
export function distance(from: string, to: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= to.length; j += 1) {
      const isSame = from[i - 1] === to[j - 1]
      const isSwapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
      row.push(
        Math.min(
          at(last, j) + 1,
          at(row, j - 1) + 1,
          at(last, j - 1) + (isSame ? 0 : 1),
          isSwapped ? at(beforeLast, j - 2) + 1 : Infinity,
        ),
      )
    }
    beforeLast = last
    last = row
  }
  return at(last, to.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity
}
