import { plan, scenario, simulate } from '@bando/simulator'
import { input, report } from '../process/worker.ts'
import type { Day } from './days.ts'
import { keyOf, latency } from './days.ts'

export interface Input {
  readonly client: string
  readonly day: Day
  readonly hours: number
}

const { client, day, hours } = input as Input
const flags = { hours, seed: 1, latency, only: [] }
for (const row of plan(flags).filter((row) => row.client.name === client)) {
  const { served, refused } = await simulate(row.client, scenario(row, day, flags))
  const inWindows = hours * 100
  await report({ [keyOf('served', row)]: (served / inWindows) * 100, [keyOf('refused', row)]: refused })
}
