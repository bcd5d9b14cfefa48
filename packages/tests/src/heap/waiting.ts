import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createBando } from '@bando/core'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

// node waiting.ts <kind>: writes the heap of one of many calls that wait, in bytes.
const [, , kind = ''] = process.argv
const count = 20_000
const bando = createBando({
  token: 'bando_heap',
  baseUrl: 'http://127.0.0.1',
  fetch: async () => new Response('{}'),
  limit: { requests: 1, windowMs: 3_600_000 },
  maxWaitMs: Infinity,
  maxWaiting: 2 * count,
  dedupe: kind === 'that others may share',
  logger: { debug() {}, info() {}, warn() {}, error() {} },
})
await bando.get('/coolness')

function enter(from: number, controllers: readonly AbortController[]): void {
  controllers.forEach(({ signal }, index) => {
    const own = kind === 'with a signal' ? { signal } : {}
    bando.get('/coolness', { query: { index: from + index }, ...own }).catch(() => {})
  })
}

const controllers = Array.from({ length: count }, () => new AbortController())
// What the engine compiles and allocates once is not counted.
enter(0, controllers.slice(0, 1000))
collectGarbage()
const before = process.memoryUsage().heapUsed
enter(count, controllers)
await new Promise(setImmediate)
collectGarbage()
const held = process.memoryUsage().heapUsed - before
process.stdout.write(`${bando.state.queue.waiting} ${held / count}\n`)
process.exit()
