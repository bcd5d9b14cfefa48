import { createBando } from '@bando/core'
import { fileStore } from '@bando/core/node'

/** How the process ends as soon as it has its response. */
const ends: Readonly<Record<string, () => unknown>> = {
  exits: () => process.exit(),
  'is killed': () => process.kill(process.pid, 'SIGKILL'),
  'gets a signal': () => process.kill(process.pid, 'SIGTERM'),
  throws: () =>
    queueMicrotask(() => {
      process.on('uncaughtException', () => process.exit(1))
      throw new Error('an exception that nothing catches')
    }),
  closes: () => bando.close(),
}

// node once.ts <folder> <url> <token or ''> <end>: makes one call, and ends.
const [, , folder = '', baseUrl = '', token = '', end = ''] = process.argv
const bando = createBando({ token: token || undefined, baseUrl, store: fileStore(folder), maxWaitMs: 4000 })
const told = await bando.get('/coolness').then(
  () => 'served',
  (error: unknown) => (error as { code: string }).code,
)
// A pipe takes so little at once.
process.stdout.write(`${told}\n`)
ends[end]?.()
