import { appendFileSync, openSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { isBandoError } from '@bando/core'
import { fileStore } from '@bando/core/node'
import { seconds } from './describe.ts'
import { progress } from './progress.ts'
import { readIds, skip } from './readIds.ts'
import { resume } from './resume.ts'
import { run } from './run.ts'

const usage = `Usage: BANDO_TOKEN=… node dist/main.js --out answers.ndjson [--path '/coolness?of={id}'] [--url https://api.bando.cool]
       [--budget answers.ndjson.budget] [ids.txt]

Asks about each id, one a line, of the file or else of stdin, and appends one line of JSON for each to the output file. The same
command goes on where an earlier one was stopped. Jobs that name one --budget folder share its budget.`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string' },
    budget: { type: 'string' },
    path: { type: 'string', default: '/coolness?of={id}' },
    url: { type: 'string', default: process.env['BANDO_URL'] ?? 'https://api.bando.cool' },
    help: { type: 'boolean', default: false },
  },
})
const { out, budget, path, url } = values
const [input = '-'] = positionals

if (values.help) console.log(usage)
else if (out === undefined || !path.includes('{id}') || positionals.length > 1) {
  console.error(
    `--out: needs a file. --path: needs {id}. At most one file of ids. Found --out ${String(out)}, --path ${path}, ${positionals.length} files.\n\n${usage}`,
  )
  process.exitCode = 2
} else process.exitCode = await work(out)

/** Returns the exit code: 0 when all is answered, 130 when stopped, 1 when it failed. */
async function work(out: string): Promise<number> {
  const startedAt = performance.now()
  const stopping = new AbortController()
  // Once: a second one ends the process as it always does.
  process.once('SIGINT', () => {
    stopping.abort()
    // A line that never comes would keep the process waiting.
    process.stdin.destroy()
  })
  try {
    const { answered, lastId } = resume(out)
    const total = input === '-' ? undefined : await count(readIds(input))
    const shown = progress({ before: answered, total, out: process.stderr })
    const descriptor = openSync(out, 'a')
    const result = await run({
      baseUrl: url,
      token: process.env['BANDO_TOKEN'],
      // A run that goes on remembers what the last one has spent.
      store: fileStore(budget ?? `${out}.budget`),
      ids: skip(readIds(input), answered, lastId),
      path,
      write: (answer) => appendFileSync(descriptor, `${JSON.stringify(answer)}\n`),
      progress: shown,
      signal: stopping.signal,
    }).finally(() => shown.stop())
    console.error(
      `${stopping.signal.aborted ? 'Stopped: the same command goes on from here' : 'Done'}. ${result.served} answered now, ${answered + result.served} in all, ${result.refused} refused, longest wait ${seconds(result.waitedMs)}, ${seconds(performance.now() - startedAt)} in all.`,
    )
    return stopping.signal.aborted ? 130 : 0
  } catch (error) {
    console.error(isBandoError(error) || error instanceof Error ? error.message : error)
    return 1
  }
}

async function count(ids: AsyncIterable<unknown>): Promise<number> {
  let counted = 0
  for await (const _ of ids) counted += 1
  return counted
}
