import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname } from 'node:path'
import type { Readable } from 'node:stream'
import workerd from 'workerd'

/** Starts a worker with its configuration, and passes its URL. */
export async function withWorkerd<Value>(
  config: string,
  use: (url: string) => Promise<Value>,
): Promise<Value> {
  const worker = spawn(workerd, ['serve', '--control-fd=3', config], {
    cwd: dirname(config),
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  })
  try {
    const [said] = (await once(worker.stdio[3] as Readable, 'data')) as [Buffer]
    const { port } = JSON.parse(said.toString().split('\n')[0] ?? '') as { port: number }
    return await use(`http://127.0.0.1:${port}/`)
  } finally {
    worker.kill()
  }
}
