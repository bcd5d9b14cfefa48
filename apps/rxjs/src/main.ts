import { parseArgs } from 'node:util'
import { isBandoError } from '@bando/core'
import { seconds } from './describe.ts'
import { progressBar } from './progressBar.ts'
import { run } from './run.ts'

const usage = 'Usage: BANDO_TOKEN=… node dist/main.js [--ids 200] [--url https://api.bando.cool]'

const { values } = parseArgs({
  options: {
    ids: { type: 'string', default: '200' },
    url: { type: 'string', default: process.env['BANDO_URL'] ?? 'https://api.bando.cool' },
    help: { type: 'boolean', default: false },
  },
})
const ids = Number(values.ids)

if (values.help) {
  console.log(usage)
} else if (!Number.isSafeInteger(ids) || ids < 1) {
  console.error(`--ids: needs a whole number of at least 1. Found "${values.ids}".\n${usage}`)
  process.exitCode = 2
} else {
  const out = progressBar(ids)
  const startedAt = performance.now()
  try {
    const result = await run({ baseUrl: values.url, token: process.env['BANDO_TOKEN'], ids, out })
    out.stop()
    console.log(`
  served        ${result.served}
  refused       ${result.refused}
  longest wait  ${seconds(result.waitedMs)}
  in all        ${seconds(performance.now() - startedAt)}`)
  } catch (error) {
    out.stop()
    if (!isBandoError(error)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
