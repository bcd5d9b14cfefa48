import { fileURLToPath } from 'node:url'
import { benchmarks } from './benchmarks.ts'
import { readFlags } from './frame/flags.ts'
import { run } from './frame/run.ts'
import { readmes, resultsFolder, showResults } from './report/readmes.ts'
import { readResult, writeResult } from './report/results.ts'
import { resultText } from './report/table.ts'

const flags = readFlags(
  process.argv.slice(2),
  benchmarks.map(({ name }) => name),
)
const folder = fileURLToPath(resultsFolder)
for (const benchmark of benchmarks.filter(({ name }) => flags.names.includes(name))) {
  const result = flags.isRender ? await readResult(benchmark.name, folder) : await run(benchmark, flags)
  if (!result) continue
  console.log(resultText(result))
  // Some of the candidates are no result.
  if (flags.only.length > 0) continue
  await writeResult(result, folder)
  for (const readme of readmes()) await showResults(readme, [result])
}
