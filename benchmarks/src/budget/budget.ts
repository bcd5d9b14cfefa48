import type { Row } from '@bando/simulator'
import { plan } from '@bando/simulator'
import type { Benchmark, Metric, Sample } from '../frame/Benchmark.ts'
import { inFreshProcess } from '../process/inFreshProcess.ts'
import type { Day } from './days.ts'
import { days, keyOf, latency } from './days.ts'
import type { Input } from './worker.ts'

const script = new URL('worker.ts', import.meta.url)
const rows = plan({ hours: 24, seed: 1, latency, only: [] })
const clients = [...new Set(rows.map(({ client }) => client.name))]
const servers = rows.filter(({ client }) => client.name === clients[0])

/** The servers' names, short enough for the head of a column. */
const shortNames: Readonly<Record<string, string>> = {
  'fixed window, aligned': 'aligned window',
  'fixed window, from first': 'window from first',
}

export const budget: Benchmark = {
  name: 'budget',
  title: 'A day of a hundred requests an hour',
  // Every run is seeded, so another round finds the same.
  rounds: { full: 1, quick: 1 },
  tables({ isQuick }) {
    const hours = isQuick ? 4 : 24
    const measureDay = oncePerDay(hours)
    return days.flatMap((day) =>
      (['refused', 'served'] as const).map((what) => ({
        name: `${day}-${what}`,
        title: `${what === 'refused' ? 'Requests that the server refuses' : 'Share of the limit that is served'} in ${hours} hours${day === 'restarts' ? ', restarted every 40 minutes' : ''}`,
        method: methodOf(day),
        metrics: servers.map((row) => metricOf(what, row)),
        candidates: clients.map((name) => ({ name, measure: () => measureDay(name, day) })),
      })),
    )
  },
}

function methodOf(day: Day): string {
  const restarts =
    day === 'restarts'
      ? ' The process is killed every 40 minutes, with what it has in flight, and the next one starts at once. Bando has a store that outlives it, except where it says forgetful.'
      : ''
  return `Simulated: 100 workers that always want more, latencies from 1 ms to 30 s with a heavy tail, and 0.5 % of responses lost. Each column is a kind of server. Above 100 % is the rest of a window that was open before the start.${restarts}`
}

function metricOf(what: 'served' | 'refused', row: Omit<Row, 'client'>): Metric {
  const name = `${shortNames[row.server] ?? row.server}${row.headers === 'none' ? '' : ' with headers'}`
  return what === 'refused'
    ? { key: keyOf(what, row), title: name, unit: 'count', better: 'less' }
    : { key: keyOf(what, row), title: name, unit: 'percent', better: 'more' }
}

/** Both tables of a day show one simulation. */
function oncePerDay(hours: number): (client: string, day: Day) => Promise<Sample> {
  const found = new Map<string, Promise<Sample>>()
  const metrics = servers.flatMap((row) => [keyOf('served', row), keyOf('refused', row)])
  return (client, day) => {
    const key = `${client} ${day}`
    const input: Input = { client, day, hours }
    const sample = found.get(key) ?? inFreshProcess({ script, input, metrics, timeLimitMs: 1_800_000 })
    found.set(key, sample)
    return sample
  }
}
