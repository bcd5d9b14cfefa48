import { benchmarks } from './benchmarks.ts'
import type { Flags } from './frame/flags.ts'
import { readFlags } from './frame/flags.ts'
import { run } from './frame/run.ts'
import { resultsFolder, showResults } from './report/readmes.ts'
import { readResults, writeResult } from './report/results.ts'
import { resultText } from './report/table.ts'

/** Runs the chosen benchmarks, one after another. */
async function measureAll(flags: Flags): Promise<void> {
  for (const benchmark of benchmarks.filter(({ name }) => flags.names.includes(name))) {
    const result = await run(benchmark, flags)
    console.log(resultText(result))
    // Some of the candidates are no result.
    if (flags.only.length > 0) continue
    await writeResult(result, resultsFolder)
    await showResults(await readResults(resultsFolder))
  }
}

/** Writes the last results again. */
async function renderAll(): Promise<void> {
  const results = await readResults(resultsFolder)
  for (const result of results) await writeResult(result, resultsFolder)
  await showResults(results)
}

const names = benchmarks.map(({ name }) => name)
const flags = readFlags(process.argv.slice(2), names)
await (flags.isRender ? renderAll() : measureAll(flags))
