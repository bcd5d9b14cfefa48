import { Presets, SingleBar } from 'cli-progress'
import { availableParallelism } from 'node:os'
import { candidates } from './candidates/candidates.ts'
import { measure, stepsOf } from './measure/measure.ts'
import { readFlags, usage, type Flags } from './report/flags.ts'
import { table } from './report/table.ts'

async function main(flags: Flags): Promise<void> {
  const { only } = flags
  const chosen = candidates.filter(
    ({ name }, index) =>
      index === 0 || only.length === 0 || only.some((word) => name.toLowerCase().includes(word)),
  )
  const bar = new SingleBar({ format: '{bar} {percentage} % · {step}', clearOnComplete: true }, Presets.rect)
  bar.start(stepsOf(chosen.length, flags), 0, { step: '' })
  const measured = await measure(chosen, flags, (step) => bar.increment({ step })).finally(() => bar.stop())
  console.log(`Node ${process.versions.node}, ${availableParallelism()} cores, ${JSON.stringify(flags)}\n`)
  console.log(table(measured))
}

try {
  await main(readFlags(process.argv.slice(2)))
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
  process.exitCode = 1
}
