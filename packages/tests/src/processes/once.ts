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
  'has nothing more to do': () => {},
}

// node once.ts <folder> <url> <token or ''> <end> [calls]: makes calls in turn, and ends.
const [, , folder = '', baseUrl = '', token = '', end = '', calls = '1'] = process.argv
const bando = createBando({ token: token || undefined, baseUrl, store: fileStore(folder), maxWaitMs: 4000 })
const call = (): Promise<unknown> => bando.get('/coolness', { dedupe: false })
for (let left = Number(calls); left > 1; left -= 1) await call()
const told = await call().then(
  () => 'served',
  (error: unknown) => (error as { code: string }).code,
)
// A pipe takes so little at once.
process.stdout.write(`${told}\n`)
ends[end]?.()
