import { parseArgs } from 'node:util'
import { SingleBar } from 'cli-progress'
import { isBandoError } from '@bando/core'
import { run } from './run.ts'

const { values } = parseArgs({
  options: {
    ids: { type: 'string', default: '200' },
    url: { type: 'string', default: process.env['BANDO_URL'] ?? 'https://api.bando.cool' },
    help: { type: 'boolean', default: false },
  },
})
const ids = Number(values.ids)

if (values.help || !Number.isInteger(ids) || ids < 0) {
  console.log('Usage: BANDO_TOKEN=… node dist/main.js [--ids 200] [--url https://api.bando.cool]')
  process.exit(values.help ? 0 : 2)
}

const bar = new SingleBar({
  format: '{bar} {value}/{total}  {remaining} left in this window  longest wait {longest} s',
  noTTYOutput: true,
  notTTYSchedule: 1000,
})
const startedAt = performance.now()
bar.start(ids, 0, { remaining: '–', longest: '0.0' })

try {
  const result = await run({
    baseUrl: values.url,
    token: process.env['BANDO_TOKEN'],
    ids,
    onProgress: ({ served, longestWaitMs, remaining }) =>
      bar.update(served, { remaining, longest: (longestWaitMs / 1000).toFixed(1) }),
  })
  bar.stop()
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(
    `${result.served} served, ${result.refused} refused, in ${seconds} s. It slowed down by itself.`,
  )
} catch (error) {
  bar.stop()
  if (!isBandoError(error)) throw error
  console.error(error.message)
  process.exitCode = 1
}
