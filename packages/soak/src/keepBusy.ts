import { Worker } from 'node:worker_threads'

/**
 * Keeps so many cores busy until it is disposed of. Uses threads, so that none outlives this
 * process.
 */
export function keepBusy(cores: number): AsyncDisposable {
  const loops = Array.from({ length: cores }, () => new Worker('for (;;);', { eval: true }))
  return {
    async [Symbol.asyncDispose]() {
      await Promise.all(loops.map((loop) => loop.terminate()))
    },
  }
}
