import { SingleBar, Presets } from 'cli-progress'
import { readFlags, usage } from './report/flags.ts'
import type { Flags } from './report/flags.ts'
import { days, plan, scenario } from './report/plan.ts'
import type { Measured } from './report/table.ts'
import { table } from './report/table.ts'
import { simulate } from './simulate.ts'

async function main(flags: Flags): Promise<void> {
  const rows = plan(flags)
  const bar = new SingleBar({ format: '{bar} {percentage} % · {row}', clearOnComplete: true }, Presets.rect)
  bar.start(rows.length * days.length * flags.hours, 0, { row: '' })
  const measured: Measured[] = []
  for (const row of rows) {
    bar.update({ row: `${row.server}: ${row.client.name}` })
    const outcomes = []
    for (const day of days) {
      outcomes.push(await simulate(row.client, scenario(row, day, flags), () => bar.increment()))
    }
    measured.push({ row, outcomes })
  }
  bar.stop()
  console.log(table(measured))
}

try {
  await main(readFlags(process.argv.slice(2)))
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
  process.exitCode = 1
}
