import { createBando, isBandoError } from '@bando/core'
import { fileStore } from '@bando/core/node'

// node member.ts <folder or ''> <url> <token or ''> <requests> <windowMs> <calls> <maxFlightMs>:
// one process, or one thread, among those that share a folder.
const [, , folder = '', url = '', token = '', requests = '', windowMs = '', calls = '', maxFlightMs = ''] =
  process.argv
const limit = { requests: Number(requests), windowMs: Number(windowMs) }
const bando = createBando({
  token: token || undefined,
  baseUrl: url,
  limit,
  anonymousLimit: limit,
  store: folder ? fileStore(folder) : undefined,
  maxWaitMs: Infinity,
  timeoutMs: 2 * Number(maxFlightMs),
  maxFlightMs: Number(maxFlightMs),
})
// Two more ways to end than by a signal.
process.on('SIGUSR2', () => process.exit())
process.on('SIGHUP', () => {
  throw new Error('an exception that nothing catches')
})
console.log('ready')
const codes = await Promise.all(
  Array.from({ length: Number(calls) }, (_, index) =>
    bando.get('/coolness', { query: { index }, dedupe: false }).then(
      () => 'served',
      (error: unknown) => (isBandoError(error) ? error.code : 'unknown'),
    ),
  ),
)
console.log(JSON.stringify(codes))
await bando.close()
